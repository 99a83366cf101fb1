"""How the parent and the Typst worker talk: four bytes of length (big endian) before each message."""

import struct

LENGTH = struct.Struct(">I")
PDF, FAULT = b"\0", b"\1"
