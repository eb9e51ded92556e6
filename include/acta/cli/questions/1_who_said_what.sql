-- 1. Who said what about whom? Governments on other countries, the surest quotes.
select
    speakers.name as speaker, about.name as about,
    quotes.sentence_text as sentence, quotes.said_from as said_on,
    articles.url
from fct_statements as quotes
inner join bridge_statement_subjects as subjects using (statement_id)
inner join fct_articles as articles using (article_id)
inner join dim_actors as about on subjects.actor_id = about.actor_id
inner join dim_actors as speakers
    on quotes.speaker_actor_id = speakers.actor_id
where
    quotes.is_current and quotes.kind <> 'indirect' and not quotes.is_negated
    and articles.is_original
    and speakers.kind = 'person' and speakers.sector = 'GOV'
    and about.kind = 'country' and about.country <> speakers.country
qualify 1 = row_number() over (
    partition by speakers.actor_id order by quotes.score desc, statement_id
)
order by quotes.score desc, statement_id
limit 4
