"""Wordings of site furniture. A match is a hint for the line judge (furniture.py), which looks at the context."""

from __future__ import annotations

import re


class Wording:
    """Several patterns as one. Those that begin with ``^`` (a bar in them stands in brackets) are tried at the start of a line
    alone; a single pattern with all of them would be tried at every character.
    """

    def __init__(self, *patterns: str) -> None:
        self.patterns = patterns
        self._opening = _joined([pattern for pattern in patterns if pattern.startswith("^")])
        self._anywhere = _joined([pattern for pattern in patterns if not pattern.startswith("^")])

    def search(self, line: str) -> re.Match[str] | None:
        """A match of one of the patterns."""
        found = self._opening.match(line) if self._opening else None
        return found or (self._anywhere.search(line) if self._anywhere else None)


def _joined(patterns: list[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE) if patterns else None


_any = Wording


DOMAIN = re.compile(
    r"\b[\w-]+\.(?:com|org|net|co\.\w\w|info|news|io|tv|gov|edu|eu|uk|de|fr|in|ng|za|au|ca|jp|example)\b", re.IGNORECASE
)
TITLE_AND_SITE = re.compile(r"^(?P<title>.{12,}?)\s+(?P<bar>[|–—-])\s+(?P<site>[^|]{2,40})$")

_NOUNS = r"(?:stories|articles|news|coverage|posts|content|reading|links|topics|reports|videos?|items)"
RELATED_HEADING = _any(
    rf"^\W*(?:related|more|similar|other|recent|latest|popular|trending|top|recommended|further|"
    rf"suggested) {_NOUNS}\W*$",
    r"^\W*(?:related|read more|read also|also read|see also|read next|up next|recommended(?: for you)?|"
    r"trending(?: now)?|most (?:read|popular|viewed)|"
    r"editor[’']?s[’']? (?:picks?|choice)|you (?:may|might) (?:also )?(?:like|be interested in)|more (?:from|"
    r"on) .{2,60}|in other news|don[’']t miss|"
    r"more on this story|keep reading|what to read next|must[- ]reads?)\W*$",
)
RELATED_LEAD = re.compile(
    r"^\W*(?P<lead>(?:read|see|watch|listen|view) (?:also|more|next|now|too)|(?:also|must|further) (?:read|reading|"
    r"see|watch)|related(?: (?:story|stories|article|news|post|coverage|"
    r"content))?|more (?:on this|from .{2,40}?|on .{2,40}?)|recommended|trending(?: now)?|don[’']t miss|you (?:may|"
    r"might) (?:also )?like|editor[’']?s[’']? (?:pick|choice)|"
    r"in pictures|in case you missed it|opinion|analysis|explainer|explained|video|watch|listen|read|photos|gallery|"
    r"see also)\s*(?P<bar>:|\||»|>|→|[-–—](?=\s))?\s*(?=\S)",
    re.IGNORECASE,
)

COMMENT_FORM = _any(
    r"^\W*(?:leave|post|add|write|submit) (?:a|your) (?:reply|comment)(?: cancel reply)?\W*$",
    r"^\W*(?:cancel reply|reply|post comment|join the (?:conversation|discussion)|view comments|show comments|"
    r"comments?|no comments(?: yet)?|\d+ comments?)\W*$",
    r"^\W*please enter (?:your|a valid) (?:comment|name|email)\b",
    r"^\W*you have entered an incorrect email",
    r"^\W*your email address will not be published",
    r"^\W*required fields are marked",
    r"^\W*save my name,? e-?mail",
    r"^\W*notify me of (?:follow-?up|new) (?:comments|posts)",
    r"^\W*(?:you must be )?(?:log(?:ged)? in|sign in|register)(?: or \w+)? to (?:leave|post|add) (?:a )?comment",
    r"^\W*comments (?:are|have been) (?:closed|disabled|turned off)",
    r"^\W*(?:name|e-?mail|website|comment)\s*[:*]+\s*\*?$",
)

SHARE_NAMES = {
    "facebook", "twitter", "whatsapp", "linkedin", "pinterest", "reddit", "telegram", "share", "tweet", "messenger",
    "flipboard", "viber", "bluesky", "threads",
}  # fmt: skip
SHARE_WORDS = SHARE_NAMES | {
    "x", "email", "e", "mail", "print", "copy", "link", "on", "this", "article", "story", "via", "pin", "it", "to", "the",
    "with", "friends", "click", "by", "post", "save", "instagram", "youtube", "follow", "us", "or", "and", "in", "sms",
    "more", "opens", "new", "window", "url", "0", "1", "shares", "google", "plus", "tumblr", "a", "friend",
}  # fmt: skip
SHARE = _any(
    r"^\W*share (?:this|on|via|to)\b.{0,40}$",
    r"^\W*(?:like|follow|find) us on (?:facebook|twitter|instagram|x|youtube|telegram|google)\b",
    r"^\W*(?:copy link|link copied|print this (?:article|page|story)|email this (?:article|story)|"
    r"save (?:this )?(?:article|story)|listen to this (?:article|story))\W*$",
)

SOLICIT = _any(
    r"^\W*(?:sign up|subscribe|register|join|get|receive|download|follow|support|donate|become|stay (?:up to date|"
    r"informed|connected|tuned)|click here|try|"
    r"enter your e-?mail|don[’']t miss|have (?:a|you)|want (?:more|to)|like (?:this|what)|enjoy(?:ed|ing)|"
    r"thank you for|help us|we (?:need|rely|use)|already a|for more)\b",
)
OUTLET_VOICE = _any(
    r"\b(?:newsletters?|inbox|e-?mail (?:alerts?|updates?|address)|whatsapp (?:channel|group)|telegram (?:channel|"
    r"group)|podcast feed|push notifications?|our app|"
    r"our (?:journalism|reporting|coverage|readers|reporters|stories|website|channel|free|daily|weekly|morning|"
    r"community|work)|subscri(?:be|ption|bers?)|cookies|"
    r"follow us|breaking news alerts?|on (?:facebook|twitter|instagram|telegram))\b",
)
NEWSLETTER = _any(
    r"^\W*(?:newsletter|subscribe(?: now| today)?|sign up(?: now| here)?|get the newsletter|daily (?:briefing|"
    r"newsletter)|free newsletter)\W*$",
    r"^\W*(?:this (?:article|story|content) is (?:for|available to|only for|exclusive to) (?:our )?(?:subscribers|"
    r"members))",
    r"^\W*(?:already a (?:subscriber|member)|to continue reading|continue reading with|"
    r"you have reached your (?:limit|free)|this site uses cookies|we use cookies|"
    r"by (?:clicking|signing up|submitting|subscribing|entering your)|please (?:enable|disable|whitelist|turn off) )",
    r"\bdelivered (?:straight |directly |right )?to your inbox\b",
    r"\bour newsroom is funded by (?:its )?readers\b",
)
REPORTED = re.compile(
    r"\b(?:said|says|told|according to|added|announced|warned|urged|wrote|argued|asked|called on)\b", re.IGNORECASE
)

ADVERTISEMENT = _any(
    r"^\W*(?:advertisements?|sponsored(?: content| post)?|promoted|paid content|ads? by .{2,30}|ad feedback|"
    r"scroll to continue(?: with content)?|"
    r"(?:story|article|content|text) continues? (?:below|after)\b.{0,40}|continue reading(?: below)?|skip (?:ad|"
    r"advertisement|to (?:main )?content)|"
    r"loading(?: \.\.\.|…)?|play video|watch live|close|menu|back to top|top of page|read full (?:article|story)|"
    r"remove ads?)\W*$",
)

COPYRIGHT = _any(
    r"^\W*(?:©|\(c\)\s*\d{4}|copyright(?:ed)?\b\W*(?:©|\(c\)|\d{4}|by\b))",
    r"\ball rights reserved\b\W*(?:$|.{0,160}\b(?:may not be|reproduc|redistribut|republish))",
    r"\bthis material may not be published\b",
    r"^\W*(?:the views expressed|opinions expressed|views expressed) (?:in|are|by|here)\b",
    r"^\W*(?:for permission to (?:reprint|republish)|click here for permission|reprinted with permission|"
    r"originally published (?:at|by|in|on)|"
    r"this (?:article|story|post) (?:was )?(?:originally |first )?(?:appeared|published) (?:at|in|on|by)\b)",
    r"^\W*(?:have a (?:news )?tip|got a tip|do you have a (?:story|tip)|contact (?:the reporter|us|our newsroom) at|"
    r"write to the newsroom)\b",
)

SIGN_OFF = _any(
    r"^\W*\(?\s*(?:additional |with )?(?:reporting|writing|editing|compiled|edited|translated|"
    r"written) by (?-i:[A-Z]).{2,300}\)?$",
    r"^\W*editing by (?:the )?(?-i:[A-Z])\w+",
    r"^\W*\(?with (?:inputs|agency inputs|files|material|additional reporting)\b.{0,80}$",
)
SOURCE_LINE = _any(r"^\W*(?:source|sources|via|credit|agency|text)\s*:\s*.{2,60}$", r"^[—–-]\s*[A-Z][\w .&’'-]{2,50}$")

PHOTO_CREDIT = _any(
    r"^\W*(?:photo|photograph|photos|image|images|picture|pictures|file photo|file image|illustration|graphic|video|"
    r"screengrab|photo credit|image credit|image source|"
    r"photo by|credit|representational image|representative image|featured image|caption)\s*(?:by|:|/|©)\s*\S.{0,200}$",
    r"[(\[/|]\s*(?:photo|image|picture|file|file photo|ap photo|afp photo|reuters file photo|getty images|"
    r"photo by [^)]{2,60}|credit:? [^)]{2,60})[^()]{0,50}[)\]]?\W*$",
    r"\b(?:via getty images|/getty images|getty images/|/ap photo|ap photo/|/reuters file|shutterstock|"
    r"handout via)\b.{0,40}$",
    r"\b(?-i:Photo|Photograph|Picture|Image)(?: by|:) (?-i:[A-ZÀ-Þ])[\w .’'/&-]{2,50}\W*$",
    r"^\W*(?:enlarge|toggle caption|hide caption|view gallery|open image modal|click to enlarge)\b.{0,30}$",
    r"^\W*a? ?(?:file )?(?:photo|image|picture) (?:of|shows|showing|released|taken|provided)\b.{5,200}$",
)

_DATE = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?(?:\d{1,2}(?:st|nd|rd|"
    r"th)?\s+[A-Za-z]{3,9}\.?,?\s+\d{4}|[A-Za-z]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,\s+\d{4}|"
    r"\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4})"
)
DATE_LINE = re.compile(
    rf"^\W*(?:(?:first |last )?(?:published|posted|updated|modified|issued|date|on|last update)\b\W*(?:on|"
    rf"at)?\W*)?{_DATE}[\s,|•·@-]*(?:at\s+)?(?:\d{{1,2}}[:.]\d\d(?::\d\d)?)?\s*"
    rf"(?:[ap]\.?m\.?)?\s*\(?(?:[A-Z]{{1,4}}|[+-]\d\d:?\d\d)?\)?\W*(?:\d+ min(?:ute)?s? read)?\W*$|"
    rf"^\W*(?:(?:first |last )?(?:published|posted|updated)\b.{{0,90}}|\d+ min(?:ute)?s?(?: read)?|\d+ (?:minutes?|"
    rf"hours?|days?) ago|reading time.{{0,20}})\W*$",
    re.IGNORECASE,
)
BYLINE = re.compile(
    r"^(?:(?i:written |reported |story |text )?(?i:by):?\s+(?:[A-Z][\w.’'-]*|and|the|of|for|in|de|van|von|al|bin|&|,|"
    r"\|)(?:[\s,|/–-]+(?:[A-Z][\w.’'-]*|and|the|of|for|in|de|van|von|al|bin|&))*"
    r"|(?i:(?:written|reported) by)\b.{3,80})\W*$"
)
TAGS = _any(
    r"^\W*(?:tags?|topics?|filed under|categories|category|keywords|posted in|labels|related topics|"
    r"more on)\s*:?\s+\S.{0,200}$",
    r"^#\w+(?:[\s,]+#\w+)*$",
)
BREADCRUMB = re.compile(r"^\W*home\W+\w|^[^.!?]{2,40}(?: [›»>/] [^.!?]{2,60}){1,6}$", re.IGNORECASE)

NEVER_PROSE = (COPYRIGHT, SIGN_OFF, NEWSLETTER, COMMENT_FORM)
