-- 1. What did Irena Solvek say about Kestria in March 2026? Each utterance once, with sentence and outlet.
select
    counted_on as day, kind, sentence_text as sentence,
    utterance_article_count as articles, outlet_name as outlet, url
from statements
where
    speaker_name = 'Irena Solvek' and list_contains(string_split(subject_names, ';'), 'Kestria')
    and counted_on between '2026-03-01' and '2026-03-31'
    and is_representative and is_current
order by day, sentence
