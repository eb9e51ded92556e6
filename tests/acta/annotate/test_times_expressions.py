"""Expressions as news writes them, with the values a reader gives them, published on Thursday 2022-02-17."""

from __future__ import annotations

from datetime import date

import pytest

from acta.annotate.parse import parse
from acta.annotate.times import find_times

THURSDAY = date(2022, 2, 17)

# sentence, {expression: (type, value)}; an empty dictionary: nothing in it is a time
EXPRESSIONS: list[tuple[str, dict[str, tuple[str, str]]]] = [
    # weekdays, with the direction of the governing verb
    ("The minister said on Thursday that talks had failed.", {"Thursday": ("DATE", "2022-02-17")}),
    ("The two leaders spoke by phone on Tuesday.", {"Tuesday": ("DATE", "2022-02-15")}),
    ("The army shelled the town on Friday.", {"Friday": ("DATE", "2022-02-11")}),
    ("The ministers will meet in Geneva on Friday.", {"Friday": ("DATE", "2022-02-18")}),
    ("The ministers are slated to hold an emergency meeting Saturday.", {"Saturday": ("DATE", "2022-02-19")}),
    ("The president is to visit the capital on Monday.", {"Monday": ("DATE", "2022-02-21")}),
    ("A vote is scheduled for Tuesday.", {"Tuesday": ("DATE", "2022-02-22")}),
    ("The court is expected to rule on Wednesday.", {"Wednesday": ("DATE", "2022-02-23")}),
    ("They agreed to meet again on Sunday.", {"Sunday": ("DATE", "2022-02-20")}),
    ("The union plans to strike on Monday.", {"Monday": ("DATE", "2022-02-21")}),
    ("She could resign on Friday, an aide said.", {"Friday": ("DATE", "2022-02-18")}),
    ("The ship was attacked on Wednesday.", {"Wednesday": ("DATE", "2022-02-16")}),
    ("The treaty, signed on Monday, ends a long dispute.", {"Monday": ("DATE", "2022-02-14")}),
    ("Thursday’s call marked the first conversation.", {"Thursday": ("DATE", "2022-02-17")}),
    (
        "Officials said Wednesday they would meet on Friday.",
        {"Wednesday": ("DATE", "2022-02-16"), "Friday": ("DATE", "2022-02-18")},
    ),
    ("Last Monday the mayor resigned.", {"Last Monday": ("DATE", "2022-02-14")}),
    ("The summit opens next Tuesday.", {"next Tuesday": ("DATE", "2022-02-22")}),
    ("Shelling has not stopped since Sunday.", {"Sunday": ("DATE", "2022-02-13")}),
    ("Rebels have until Saturday to leave the city.", {"Saturday": ("DATE", "2022-02-19")}),
    ("The envoy flew in ahead of Friday's summit.", {"Friday": ("DATE", "2022-02-18")}),
    ("Police arrested the editor late Wednesday.", {"late Wednesday": ("DATE", "2022-02-16")}),
    ("He spoke on Tuesday night.", {"Tuesday night": ("TIME", "2022-02-15TNI")}),
    ("The band plays Good Friday hymns.", {}),
    ("The Sunday Times reported it.", {}),
    # days
    ("Voters go to the polls today.", {"today": ("DATE", "2022-02-17")}),
    ("The bill passed yesterday.", {"yesterday": ("DATE", "2022-02-16")}),
    ("He leaves tomorrow.", {"tomorrow": ("DATE", "2022-02-18")}),
    ("The curfew starts tonight.", {"tonight": ("TIME", "2022-02-17TNI")}),
    ("She arrived yesterday morning.", {"yesterday morning": ("TIME", "2022-02-16TMO")}),
    ("Two soldiers died this morning.", {"this morning": ("TIME", "2022-02-17TMO")}),
    ("The power failed last night.", {"last night": ("TIME", "2022-02-16TNI")}),
    ("Earlier today the queen opened parliament.", {"Earlier today": ("DATE", "2022-02-17")}),
    # written dates
    ("The deal was signed on February 4, 2022.", {"February 4, 2022": ("DATE", "2022-02-04")}),
    ("The deal was signed on 4 February 2022.", {"4 February 2022": ("DATE", "2022-02-04")}),
    ("The deal was signed on Feb. 4.", {"Feb. 4": ("DATE", "2022-02-04")}),
    ("The deal was signed on Friday, Feb. 4.", {"Friday, Feb. 4": ("DATE", "2022-02-04")}),
    ("The deal was signed on the 4th of February.", {"the 4th of February": ("DATE", "2022-02-04")}),
    ("The king was crowned on 2 June 1953.", {"2 June 1953": ("DATE", "1953-06-02")}),
    ("The election was held on November 28.", {"November 28": ("DATE", "2021-11-28")}),
    ("The election will be held on November 28.", {"November 28": ("DATE", "2022-11-28")}),
    ("The report is dated 2022-02-04.", {"2022-02-04": ("DATE", "2022-02-04")}),
    ("The report is dated 25/12/2021.", {"25/12/2021": ("DATE", "2021-12-25")}),
    ("Feb. 30 is no day.", {}),
    # months
    ("It was the first call since last October.", {"last October": ("DATE", "2021-10")}),
    ("The army took the port in December.", {"December": ("DATE", "2021-12")}),
    ("The army took the port in January.", {"January": ("DATE", "2022-01")}),
    ("The leaders will meet in May.", {"May": ("DATE", "2022-05")}),
    ("The leaders will meet next January.", {"next January": ("DATE", "2023-01")}),
    ("He was jailed in March 2011.", {"March 2011": ("DATE", "2011-03")}),
    ("He was jailed in late March.", {"late March": ("DATE", "2021-03")}),
    ("Prices rose in mid-October.", {"mid-October": ("DATE", "2021-10")}),
    ("Prices rose in October of last year.", {"October of last year": ("DATE", "2021-10")}),
    ("They may march on the palace.", {}),
    ("A march through the capital may follow.", {}),
    ("April Smith, a teacher, was elected.", {}),
    # weeks, months, years that are near
    ("Earlier this week rebels left the city.", {"Earlier this week": ("DATE", "2022-W07")}),
    ("The bank failed last week.", {"last week": ("DATE", "2022-W06")}),
    ("Talks resume next week.", {"next week": ("DATE", "2022-W08")}),
    ("Exports fell last month.", {"last month": ("DATE", "2022-01")}),
    ("Exports fell this month.", {"this month": ("DATE", "2022-02")}),
    ("Exports fell last year.", {"last year": ("DATE", "2021")}),
    ("The plant opens later this year.", {"later this year": ("DATE", "2022")}),
    ("The plant opens next year.", {"next year": ("DATE", "2023")}),
    ("The plant opens at the end of this year.", {"the end of this year": ("DATE", "2022")}),
    ("The plant opens by the end of the year.", {"the end of the year": ("DATE", "2022")}),
    ("He resigned later in the day.", {"later in the day": ("DATE", "2022-02-17")}),
    ("Protests went on over the weekend.", {"the weekend": ("DATE", "2022-W06-WE")}),
    ("Protests will go on this weekend.", {"this weekend": ("DATE", "2022-W07-WE")}),
    (
        "In 2008 sales rose; the following year they fell.",
        {"2008": ("DATE", "2008"), "the following year": ("DATE", "2009")},
    ),
    (
        "On 3 March 2021 he fled. The next day his party fell.",
        {"3 March 2021": ("DATE", "2021-03-03"), "The next day": ("DATE", "2021-03-04")},
    ),
    # years, decades, centuries
    ("The war has lasted since 2014.", {"2014": ("DATE", "2014")}),
    ("He ruled from 2004 to 2008.", {"2004": ("DATE", "2004"), "2008": ("DATE", "2008")}),
    ("The 2008 election was close.", {"2008": ("DATE", "2008")}),
    ("It was built in mid-2010.", {"mid-2010": ("DATE", "2010")}),
    ("It was built in the early 1990s.", {"the early 1990s": ("DATE", "199")}),
    ("It was popular in the '80s.", {"the '80s": ("DATE", "198")}),
    ("The castle is from the 19th century.", {"the 19th century": ("DATE", "18")}),
    ("The army sent 2000 soldiers.", {}),
    ("They paid $2015 for it.", {}),
    # quarters, halves, fiscal years, seasons
    ("Profit fell in the first quarter of 2008.", {"the first quarter of 2008": ("DATE", "2008-Q1")}),
    ("Profit fell in the fourth quarter.", {"the fourth quarter": ("DATE", "2021-Q4")}),
    ("Third-quarter profit fell.", {"Third-quarter": ("DATE", "2021-Q3")}),
    ("Profit will fall in the second quarter.", {"the second quarter": ("DATE", "2022-Q2")}),
    ("Profit fell in Q3 2021.", {"Q3 2021": ("DATE", "2021-Q3")}),
    ("Profit fell last quarter.", {"last quarter": ("DATE", "2021-Q4")}),
    ("Profit rose in the second half of 2008.", {"the second half of 2008": ("DATE", "2008-H2")}),
    ("First-half profit rose.", {"First-half": ("DATE", "2022-H1")}),
    ("They scored twice in the second half.", {}),
    ("The budget for fiscal year 2009 passed.", {"fiscal year 2009": ("DATE", "2009")}),
    ("The budget for fiscal 2009 passed.", {"fiscal 2009": ("DATE", "2009")}),
    ("He died in the summer of 2008.", {"the summer of 2008": ("DATE", "2008-SU")}),
    ("He died last winter.", {"last winter": ("DATE", "2021-WI")}),
    ("The offensive may begin this spring.", {"this spring": ("DATE", "2022-SP")}),
    ("Prices fall when a spring breaks.", {}),
    # ago, later, from now
    ("The company was founded two years ago.", {"two years ago": ("DATE", "2020")}),
    ("The pipeline burst three days ago.", {"three days ago": ("DATE", "2022-02-14")}),
    ("The pipeline burst a month ago.", {"a month ago": ("DATE", "2022-01")}),
    ("The pipeline burst two weeks ago.", {"two weeks ago": ("DATE", "2022-W05")}),
    ("It began several years ago.", {"several years ago": ("DATE", "PAST_REF")}),
    ("A decade ago he was unknown.", {"A decade ago": ("DATE", "2012")}),
    ("Profit rose from a year earlier.", {"a year earlier": ("DATE", "2021")}),
    ("The loan ends two years from now.", {"two years from now": ("DATE", "2024")}),
    # durations
    ("Putin did not join the 25-minute call.", {"25-minute": ("DURATION", "PT25M")}),
    ("The siege lasted three days.", {"three days": ("DURATION", "P3D")}),
    ("The siege lasted more than two weeks.", {"more than two weeks": ("DURATION", "P2W")}),
    ("He signed a two-year contract.", {"two-year": ("DURATION", "P2Y")}),
    ("The siege lasted two and a half years.", {"two and a half years": ("DURATION", "P2.5Y")}),
    ("The siege lasted half an hour.", {"half an hour": ("DURATION", "PT30M")}),
    ("They talked for several hours.", {"several hours": ("DURATION", "PTXH")}),
    ("The war went on for years.", {"years": ("DURATION", "PXY")}),
    ("He was jailed for twenty-five years.", {"twenty-five years": ("DURATION", "P25Y")}),
    ("It has grown for the past three years.", {"the past three years": ("DURATION", "P3Y")}),
    ("It will grow in the next few months.", {"the next few months": ("DURATION", "PXM")}),
    ("The month-long siege ended.", {"month-long": ("DURATION", "P1M")}),
    ("They ruled for two decades.", {"two decades": ("DURATION", "P2DE")}),
    ("A quarter of the voters stayed at home.", {}),
    # sets
    ("The bloc meets every Monday.", {"every Monday": ("SET", "XXXX-WXX-1")}),
    ("The bloc meets every two years.", {"every two years": ("SET", "P2Y")}),
    ("The fee is paid annually.", {"annually": ("SET", "P1Y")}),
    ("The plant makes 3,000 cars a day.", {"a day": ("SET", "P1D")}),
    ("The council meets twice a month.", {"a month": ("SET", "P1M")}),
    ("The market is open on Sundays.", {"Sundays": ("SET", "XXXX-WXX-7")}),
    ("The China Daily printed it.", {}),
    # references
    ("He is now in exile.", {"now": ("DATE", "PRESENT_REF")}),
    ("He currently lives abroad.", {"currently": ("DATE", "PRESENT_REF")}),
    ("He recently moved.", {"recently": ("DATE", "PAST_REF")}),
    ("Planning is underway for a virtual summit soon.", {"soon": ("DATE", "FUTURE_REF")}),
    ("There have been delays in recent years.", {"recent years": ("DATE", "PAST_REF")}),
    ("No talks are planned in the near future.", {"future": ("DATE", "FUTURE_REF")}),
    ("They were allies in the past.", {"the past": ("DATE", "PAST_REF")}),
    # times of day
    ("The blast happened at 7:30 a.m. on Tuesday.", {"7:30 a.m. on Tuesday": ("TIME", "2022-02-15T07:30")}),
    (
        "On Tuesday the bomb went off at 3 p.m. near a school.",
        {"Tuesday": ("DATE", "2022-02-15"), "3 p.m.": ("TIME", "2022-02-15T15:00")},
    ),
    ("The truce began at 21:00 GMT.", {"21:00 GMT": ("TIME", "2022-02-17T21:00Z")}),
    ("The truce began at noon.", {"noon": ("TIME", "2022-02-17T12:00")}),
    ("They won the game 3:2.", {}),
    # what the sentence before has just spoken of
    (
        "On 3 May 2014 the court met. Two days later it ruled.",
        {"3 May 2014": ("DATE", "2014-05-03"), "Two days later": ("DATE", "2014-05-05")},
    ),
    ("In the most recent quarter, exports fell.", {"the most recent quarter": ("DATE", "2021-Q4")}),
    ("Over the next year, prices will rise.", {"the next year": ("DURATION", "P1Y")}),
    ("At least three months passed.", {"At least three months": ("DURATION", "P3M")}),
    ("For some two years nothing happened.", {"some two years": ("DURATION", "P2Y")}),
    ("He was previously a minister.", {}),
]


@pytest.fixture(scope="module")
def found() -> dict[str, dict[str, tuple[str, str]]]:
    sentences = [sentence for sentence, _ in EXPRESSIONS]
    parsed = parse(sentences)
    return {
        sentence: {doc.text[t.start : t.end]: (t.type, t.value) for t in find_times(doc, THURSDAY)}
        for sentence, doc in zip(sentences, parsed, strict=True)
    }


@pytest.mark.parametrize(("sentence", "expected"), EXPRESSIONS, ids=[sentence for sentence, _ in EXPRESSIONS])
def test_an_expression_has_the_value_a_reader_gives_it(
    sentence: str, expected: dict[str, tuple[str, str]], found: dict[str, dict[str, tuple[str, str]]]
) -> None:
    assert found[sentence] == expected
