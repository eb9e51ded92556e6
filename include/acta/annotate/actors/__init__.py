"""Who is in an article: ``find`` gives its actors and their mentions, ``registry`` what is known of actors beforehand."""
