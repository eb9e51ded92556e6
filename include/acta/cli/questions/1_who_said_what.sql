-- 1. Who said what about whom? Ministers and presidents on other countries, most confident first.
select
    speakers.name as speaker,
    about.name as about,
    statements.sentence_text as sentence,
    statements.said_from as said_on,
    articles.url
from fct_statements as statements
inner join dim_actors as speakers on speakers.actor_id = statements.speaker_actor_id
inner join bridge_statement_subjects as subjects on subjects.statement_id = statements.statement_id
inner join dim_actors as about on about.actor_id = subjects.actor_id
inner join fct_articles as articles on articles.article_id = statements.article_id
where
    statements.is_current
    and articles.is_original
    and speakers.kind = 'person'
    and speakers.sector = 'GOV'
    and about.kind = 'country'
    and about.country <> speakers.country
    and statements.kind <> 'indirect'
    and not statements.is_negated
qualify row_number() over (partition by speakers.actor_id order by statements.score desc, statements.statement_id) = 1
order by statements.score desc, statements.statement_id
limit 4
