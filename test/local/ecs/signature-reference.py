"""Signs one request for S3 by AWS Signature Version 4, as its documentation describes it, and prints the header."""
import hashlib
import hmac
import json

ACCESS_KEY, SECRET, TOKEN = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "session"
TIME, REGION, HOST, PATH = "20260105T000000Z", "eu-central-1", "127.0.0.1:7009", "/assets/code.mjs"


def sign(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


empty = hashlib.sha256(b"").hexdigest()
signed = "host;x-amz-content-sha256;x-amz-date;x-amz-security-token"
canonical = (
    f"GET\n{PATH}\n\nhost:{HOST}\nx-amz-content-sha256:{empty}\nx-amz-date:{TIME}\n"
    f"x-amz-security-token:{TOKEN}\n\n{signed}\n{empty}"
)
scope = f"{TIME[:8]}/{REGION}/s3/aws4_request"
text = f"AWS4-HMAC-SHA256\n{TIME}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
key = ("AWS4" + SECRET).encode()
for part in scope.split("/"):
    key = sign(key, part)
signature = sign(key, text).hex()
print(json.dumps({"authorization": f"AWS4-HMAC-SHA256 Credential={ACCESS_KEY}/{scope}, SignedHeaders={signed}, Signature={signature}"}))
