"""The official Python SDK, a call per line of stdin: {"action", "params", "multipart"?}; the profile is the argument."""

import json
import sys

from tencentcloud.cls.v20201016 import models as cls_models
from tencentcloud.cls.v20201016.cls_client import ClsClient
from tencentcloud.common import credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.monitor.v20180724 import models as monitor_models
from tencentcloud.monitor.v20180724.monitor_client import MonitorClient
from tencentcloud.scf.v20180416 import models as scf_models
from tencentcloud.scf.v20180416.scf_client import ScfClient

given = json.loads(sys.argv[1])


def connected(client):
    http = HttpProfile(**given.get("http", {}))
    if "apigw_endpoint" in given:
        http.apigw_endpoint = given["apigw_endpoint"]
    profile = ClientProfile(httpProfile=http, **given.get("profile", {}))
    profile.unsignedPayload = given.get("unsignedPayload", False)
    key = credential.Credential(given["secretId"], given["secretKey"], given.get("token"))
    return client(key, given["region"], profile)


scf = (connected(ScfClient), scf_models)
monitor = (connected(MonitorClient), monitor_models)
cls = (connected(ClsClient), cls_models)
others = {"GetMonitorData": monitor, "SearchLog": cls}


def answered(action, params, multipart=False):
    client, models = others.get(action, scf)
    if multipart:
        return client.call_json(action, params, options={"IsMultipart": True})["Response"]
    request = getattr(models, action + "Request")()
    request.from_json_string(json.dumps(params))
    return json.loads(getattr(client, action)(request).to_json_string())


for line in sys.stdin:
    try:
        answer = {"response": answered(**json.loads(line))}
    except TencentCloudSDKException as error:
        answer = {
            "error": {
                "type": type(error).__name__,
                "code": error.get_code(),
                "message": error.get_message(),
                "requestId": error.get_request_id(),
            }
        }
    print(json.dumps(answer), flush=True)
