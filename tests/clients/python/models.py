"""The models of the installed official SDK, as the documentation of their properties tells them, as JSON."""

import inspect
import json
import re

from tencentcloud.cam.v20190116 import models as cam
from tencentcloud.cls.v20201016 import models as cls
from tencentcloud.common.abstract_model import AbstractModel
from tencentcloud.monitor.v20180724 import models as monitor
from tencentcloud.scf.v20180416 import models as scf

WORDS = {"str": "string", "bool": "boolean", "int": "int", "float": "float"}


def declared(text):
    item = re.fullmatch(r"list of (.+)", text)
    if item:
        return "Array<%s>" % declared(item[1])
    model = re.fullmatch(r":class:`[\w.]*\.(\w+)`", text)
    return model[1] if model else WORDS.get(text, text)


def fields(model):
    for name, member in inspect.getmembers(model, lambda one: isinstance(one, property)):
        if hasattr(AbstractModel, name):
            continue
        # What is deprecated is wrapped, and its documentation lost.
        note, kind = re.fullmatch(r"(?s)(.*):rtype: ([^\n]+)\s*", member.__doc__ or ":rtype: anything").groups()
        yield name, {"type": declared(kind.strip()), "nullable": bool(re.search("可能返回 ?null", note))}


print(
    json.dumps(
        {
            service: {name: dict(fields(model)) for name, model in inspect.getmembers(models, inspect.isclass)}
            for service, models in (("scf", scf), ("monitor", monitor), ("cls", cls), ("cam", cam))
        }
    )
)
