"""Says with its exit status whether the web server of this container answers as it would a reader.

Takes the archive's host names, separated by commas, as its one argument: Django answers to no other name. It asks for
``robots.txt``, which needs neither database nor index: one that is away for a moment says nothing about the server.
"""

import http.client
import sys

HOST = sys.argv[1].split(",")[0].strip().lstrip(".")
connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=4)
connection.request("GET", "/robots.txt", headers={"Host": HOST, "X-Forwarded-Proto": "https"})
status = connection.getresponse().status
sys.exit(0 if status == http.client.OK else f"The web server answers {status}.")
