"""An application on aiocqhttp: writes what it receives and what its calls are answered as JSON lines (judge_onebot.py reads them)."""

import json
import os

from aiocqhttp import CQHttp, Message
from aiocqhttp.exceptions import ActionFailed, ApiNotAvailable, HttpFailed, NetworkError

bot = CQHttp(api_root=os.environ["API"], access_token=os.environ["TOKEN"], secret=os.environ["SECRET"], message_class=Message,
             api_timeout_sec=2)


def tell(**record):
    print(json.dumps(record, ensure_ascii=False), flush=True)


async def call(action, **params):
    try:
        tell(call=action, data=await bot.call_action(action, **params))
    except HttpFailed as error:
        tell(call=action, error="HttpFailed", status=error.status_code)
    except ActionFailed as error:
        tell(call=action, error="ActionFailed", retcode=error.result.get("retcode"), msg=error.result.get("msg"))
    except (NetworkError, ApiNotAvailable, ValueError) as error:
        tell(call=action, error=type(error).__name__)


@bot.on_message
async def _(event):
    tell(event="message", name=event.name, type=event.detail_type, sub_type=event.sub_type, id=event.message_id, group=event.group_id,
         user=event.user_id, text=event.message.extract_plain_text(), raw=event.raw_message, time=event.time,
         segments=[{"type": s.type, "data": s.data} for s in event.message], anonymous=bool(event.anonymous), card=event.sender.get("card"))
    text = event.message.extract_plain_text().strip()
    if text.startswith("调用 "):
        action, _, params = text[3:].partition(" ")
        await call(action, **json.loads(params))
    if text == "回话":
        await bot.send(event, "听见了[CQ:at,qq=all]")
        tell(call="send", data={})


@bot.on_notice
async def _(event):
    tell(event="notice", name=event.name, type=event.detail_type, id=event.message_id, group=event.group_id, user=event.user_id,
         operator=event.operator_id)


if __name__ == "__main__":
    bot.run(host="127.0.0.1", port=int(os.environ["PORT"]))
