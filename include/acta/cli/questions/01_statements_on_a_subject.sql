-- 1. What did Irena Solvek say about Kestria in March 2026? Each utterance once, with sentence and source.
select
    said.counted_on as day, quotes.kind, quotes.sentence_text as sentence,
    said.article_count as articles, sources.name as outlet, articles.url
from fct_utterances as said
inner join fct_statements as quotes
    on said.representative_statement_id = quotes.statement_id
inner join bridge_statement_subjects as subjects using (statement_id)
inner join dim_actors as about on subjects.actor_id = about.actor_id
inner join dim_actors as speakers
    on said.speaker_actor_id = speakers.actor_id
inner join fct_articles as articles using (article_id)
inner join dim_outlets as sources on articles.source_id = sources.source_id
where
    speakers.name = 'Irena Solvek' and about.name = 'Kestria'
    and said.counted_on between '2026-03-01' and '2026-03-31'
    and said.is_current
order by day, sentence
