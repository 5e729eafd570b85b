#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Verifies an exported Hubspoke journal from the published format alone (docs/journal-format.md).

usage: verify_journal.py EXPORT.jsonl [--head FILE] [--key PUBLIC]...

--head FILE   signed heads kept elsewhere, a line each; the export must hold those of its project, or go on from them
--key PUBLIC  only heads signed with this key count, and there must be one
Ends with 0 when the export is what was written, with 5 and one sentence when it is not.
"""
import argparse, hashlib, json, re, sys

P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493  # RFC 8032, section 5.1
D = -121665 * pow(121666, -1, P) % P

def add(a, b):
    x, y, z, t = a[0] * b[0], a[1] * b[1], a[2] * b[2], a[3] * b[3] * D
    e, f, g, h = (a[0] + a[1]) * (b[0] + b[1]) - x - y, z - t, z + t, y + x
    return e * f % P, g * h % P, f * g % P, e * h % P

def times(n, point):
    result = (0, 1, 1, 0)
    for bit in bin(n)[2:]:
        result = add(result, result)
        if bit == "1":
            result = add(result, point)
    return result

def point(data):
    y = int.from_bytes(data, "little") & (2**255 - 1)
    xx = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(xx, (P + 3) // 8, P)
    if x * x % P != xx:
        x = x * pow(2, (P - 1) // 4, P) % P
    require(y < P and x * x % P == xx, "a key or signature is no point of the curve")
    x = P - x if x & 1 != data[31] >> 7 else x
    return x, y, 1, x * y % P

def signed(key, message, signature):
    s = int.from_bytes(signature[32:], "little")
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    base = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))
    a, b = times(s, base), add(point(signature[:32]), times(k, point(key)))
    return s < L and (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0

def require(condition, sentence):
    if not condition:
        raise ValueError(sentence)

def head(line, keys):
    form = r"hubspoke-head-1 (\S+) ([1-9]\d*) ([1-9]\d*) ([0-9a-f]{64}) \S+ ([0-9a-f]{64}) ([0-9a-f]{128})"
    match = re.fullmatch(form, line.strip(), re.ASCII)
    require(match, "a signed head has another form")
    project, number, revision, digest, key, signature = match.groups()
    statement = line.strip().rpartition(" ")[0].encode("ascii")
    require(signed(bytes.fromhex(key), statement, bytes.fromhex(signature)), f"the head of commit {number} was changed")
    require(not keys or key in keys, f"the head of commit {number} is signed with a key that is not trusted")
    return project, int(number), (int(revision), digest)

def verify(lines, kept, keys):
    whole, heads, number, revision, digest, last = hashlib.sha256(), [], 0, 0, "0" * 64, None
    for position, line in enumerate(lines):
        require(last is None, "something stands behind the last line")
        require(line.endswith(b"\n"), "the last line is cut off")
        row = json.loads(line)
        if position == 0:
            require(row.get("hubspoke") == "export" and row["format"] == row["journal"] == 1, "it is no such export")
            project, heads = row["project"], [h for h in (head(each, keys) for each in kept) if h[0] == row["project"]]
        elif "head" in row:
            heads.append(head(row["head"], keys))
            require(heads[-1][0] == project and number == 0, "a head stands where it does not belong")
        elif "end" in row:
            last = {"end": number, "revision": revision, "hash": digest, "sha256": whole.hexdigest()}
            require(row == last, "the last line does not fit those before")
        else:
            body, mark, tail = line.rstrip(b"\n").rpartition(b',"hash":"')
            fresh = hashlib.sha256(bytes.fromhex(digest) + body).hexdigest()
            right = mark and tail == (fresh + '"}').encode() and row["previous"] == digest
            require(right and row["number"] == number + 1, f"commit {number + 1} is missing or was changed")
            revisions = [event["revision"] for event in row["events"]]
            right = row["firstRevision"] == revision + 1 and revisions
            wanted = list(range(revision + 1, revision + len(revisions) + 1))
            require(right and revisions == wanted, f"the revisions of commit {number + 1} leave a gap")
            number, revision, digest = number + 1, revisions[-1], fresh
            named = [h[2] for h in heads if h[1] == number]
            require(all(h == (revision, digest) for h in named), f"commit {number} is not the one that was signed")
        whole.update(line)
    require(last is not None and number > 0, "the last line is missing")
    require(all(h[1] <= number for h in heads), "a signed head names a later commit: the last commits are gone")
    require(heads or not keys, "no head is signed with a key that is trusted")
    return f"{project}: verified, {number} commits with {revision} events, hash {digest}"

parser = argparse.ArgumentParser(usage=__doc__)
parser.add_argument("export"), parser.add_argument("--head"), parser.add_argument("--key", action="append", default=[])
given = parser.parse_args()
try:
    with open(given.export, "rb") as lines:
        print(verify(lines, open(given.head, encoding="ascii").readlines() if given.head else [], given.key))
except (ValueError, KeyError, TypeError, AttributeError, OSError, IndexError) as wrong:
    sys.exit(print(f"not verified: {wrong}") or 5)
