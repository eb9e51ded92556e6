"""Raw pages to articles: text, title, author, times, language, and what was taken out with the reason why."""
