"""Files of words turned into passages: plain text, DOCX, PDF, HTML, WebVTT, SRT, OHMS XML and TEI P5.

Pure: no Django, no translation. Callers use `reading.read_transcript`, or `limited.read_transcript_limited` for files
they do not trust, and put the codes of `codes` into words.
"""
