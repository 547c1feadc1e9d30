# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A server's side of TLS, with a certificate that nobody vouches for."""

import ssl
import subprocess
from pathlib import Path

from tests.servers.loopback import HOST

MAKE = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]


def unknown_certificate(folder: Path) -> ssl.SSLContext:
    """Made in `folder`, for the right address, signed by itself only."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    names = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=IP:{HOST}"]
    subprocess.run([*MAKE, *names, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context
