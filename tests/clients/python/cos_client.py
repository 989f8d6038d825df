"""The official Python SDK of object storage, a call per line of stdin: {"method", "params"}; the profile is the argument."""

import json
import logging
import sys

from qcloud_cos import CosConfig, CosS3Client
from qcloud_cos.cos_exception import CosClientError, CosServiceError

logging.disable(logging.CRITICAL)
given = json.loads(sys.argv[1])
client = CosS3Client(CosConfig(Scheme="http", Proxies={"http": given.pop("proxy")}, **given), retry=0)


def answered(method, params):
    answer = getattr(client, method)(**params)
    if isinstance(answer, dict) and "Body" in answer:
        answer["Body"] = answer["Body"].get_raw_stream().read().decode()
    return answer if answer is None else dict(answer)


for line in sys.stdin:
    try:
        answer = {"response": answered(**json.loads(line))}
    except CosServiceError as error:
        answer = {"error": {"code": error.get_error_code(), "status": error.get_status_code()}}
    except CosClientError as error:
        answer = {"error": {"code": str(error)}}
    print(json.dumps(answer), flush=True)
