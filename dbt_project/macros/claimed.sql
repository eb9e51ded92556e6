{# What a row claims, question by question, in the words of include/acta/validate/claims.py: judgements are compared with it. #}

{% macro claimed_span(char_start, char_end) -%}
    cast({{ char_start }} as varchar) || '-' || cast({{ char_end }} as varchar)
{%- endmacro %}

{% macro claimed_day(first_day, precision) -%}
    substr(cast({{ first_day }} as varchar), 1, case {{ precision }} when 'year' then 4 when 'month' then 7 else 10 end)
{%- endmacro %}

{% macro claimed_by_statement() -%}
    case judged.question
        when 'is_one' then {{ claimed_span("statements.char_start", "statements.char_end") }}
        when 'span' then {{ claimed_span("statements.char_start", "statements.char_end") }}
        when 'speaker' then coalesce(statements.speaker_actor_id, statements.speaker_text)
        when 'addressee' then coalesce(statements.addressee_actor_id, statements.addressee_text)
        when 'type' then statements.kind
        when 'status' then case when statements.is_negated then 'not said' else 'said' end
        when 'day' then {{ claimed_day("statements.said_from", "statements.said_precision") }}
        when 'person' then case when actors.kind = 'person' then statements.speaker_actor_id end
    end
{%- endmacro %}

{% macro claimed_by_event() -%}
    case judged.question
        when 'is_one' then {{ claimed_span("mentions.char_start", "mentions.char_end") }}
        when 'type' then mentions.event_type
        when 'mode' then mentions.mode
        when 'status' then mentions.status
        when 'sources' then parties.sources
        when 'targets' then parties.targets
        when 'day' then {{ claimed_day("mentions.occurred_from", "mentions.occurred_precision") }}
        when 'place' then mentions.place_name
        when 'person' then parties.persons
    end
{%- endmacro %}

{% macro claimed_by_actor() -%}
    case judged.question
        when 'span' then {{ claimed_span("names.char_start", "names.char_end") }}
        when 'actor' then names.actor_id
        when 'country' then actors.country
        when 'sector' then actors.sector
    end
{%- endmacro %}

{% macro claimed_by_merged_event() -%}
    case judged.question
        when 'one_act' then {{ make_id("set", ["members.event_mention_ids"]) }}
        when 'row' then
            coalesce(events.event_type, '') || '|' || coalesce(events.status, '') || '|'
            || coalesce(events.source_actor_id, '') || '|' || coalesce(events.target_actor_id, '') || '|'
            || coalesce({{ claimed_day("events.occurred_from", "events.occurred_precision") }}, '') || '|'
            || coalesce(events.place_name, '')
    end
{%- endmacro %}

{% macro claimed_by_article() -%}
    coalesce({{ make_id("set", ["listed.row_ids"]) }}, 'none')
{%- endmacro %}
