"""The accurate grade: a small network finds cues, contents and sources; the rules write them down as statements."""
