"""An application on NoneBot 2 with its OneBot adapter: writes what it receives and what its calls are answered as JSON lines."""

import json
import os

import nonebot
from nonebot import on_message, on_notice
from nonebot.adapters.onebot.v11 import Adapter, Bot, Event, Message, MessageEvent, MessageSegment
from nonebot.adapters.onebot.v11.exception import ActionFailed, ApiNotAvailable, NetworkError

API = os.environ["API"].rstrip("/") + "/"
nonebot.init(driver="~fastapi+~httpx", host="127.0.0.1", port=int(os.environ["PORT"]), log_level="ERROR", api_timeout=2,
             onebot_secret=os.environ["SECRET"], onebot_access_token=os.environ["TOKEN"], onebot_api_roots={os.environ["SELF_ID"]: API})
nonebot.get_driver().register_adapter(Adapter)


def tell(**record):
    print(json.dumps(record, ensure_ascii=False, default=str), flush=True)


async def call(bot, action, **params):
    try:
        tell(call=action, data=await bot.call_api(action, **params))
    except ActionFailed as error:
        tell(call=action, error="ActionFailed", retcode=error.info.get("retcode"), msg=error.info.get("msg"))
    except (NetworkError, ApiNotAvailable) as error:
        tell(call=action, error=type(error).__name__, text=str(error))


@on_message().handle()
async def _(bot: Bot, event: MessageEvent):
    tell(event="message", name=type(event).__name__, type=event.message_type, sub_type=event.sub_type, id=event.message_id,
         group=getattr(event, "group_id", None), user=event.user_id, text=event.get_plaintext(), raw=event.raw_message, time=event.time,
         segments=[{"type": s.type, "data": s.data} for s in event.original_message], to_me=event.to_me,
         reply=event.reply.message_id if event.reply else None, reply_text=str(event.reply.message) if event.reply else None,
         anonymous=bool(getattr(event, "anonymous", None)), card=event.sender.card)
    text = event.get_plaintext().strip()
    if text.startswith("调用 "):
        action, _, params = text[3:].partition(" ")
        await call(bot, action, **json.loads(params))
    if text == "回话":
        await bot.send(event, Message([MessageSegment.text("听见了[CQ:at,qq=all]")]))
        tell(call="send", data={})


@on_notice().handle()
async def _(bot: Bot, event: Event):
    tell(event="notice", name=type(event).__name__, type=event.get_event_name(), id=getattr(event, "message_id", None),
         group=getattr(event, "group_id", None), user=getattr(event, "user_id", None), operator=getattr(event, "operator_id", None))


if __name__ == "__main__":
    nonebot.run()
