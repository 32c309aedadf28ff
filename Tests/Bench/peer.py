"""The peer: the smallest part of the daemon's job on NoneBot 2 with its OneBot 11 adapter. Suggestions are stored in SQLite, full
synchronous; VERBS - 1 further commands are registered that do nothing, as a bot with as many verbs as ours would have them.

Environment: PEER_PORT, PEER_DATABASE, PEER_SECRET, PEER_VERBS."""

import os
import sqlite3
import time

import nonebot
from nonebot import on_command, on_message
from nonebot.adapters.onebot.v11 import Adapter, GroupMessageEvent

OPENINGS = ("建议：", "我有个建议", "我要反映", "反映一下", "提个建议")
FURTHER = ["通过", "说明", "转办", "合并", "补充", "缓办", "报批", "批准", "公示", "开会", "改期", "取消", "名单", "签到", "开始", "发言",
           "结束", "表决", "宣布", "纪要", "落实", "进展", "办结", "待办", "附议", "撤回", "查询", "我的", "帮助"]

nonebot.init(driver="~fastapi", host="127.0.0.1", port=int(os.environ["PEER_PORT"]), log_level="ERROR",
             onebot_secret=os.environ["PEER_SECRET"], command_start={"", "/"})
nonebot.get_driver().register_adapter(Adapter)

store = sqlite3.connect(os.environ["PEER_DATABASE"], isolation_level=None, check_same_thread=False)
store.executescript("""
    PRAGMA journal_mode = wal;
    PRAGMA synchronous = full;
    CREATE TABLE suggestion (id INTEGER PRIMARY KEY, message INTEGER UNIQUE, chat INTEGER, person INTEGER, text TEXT, at REAL);
""")


def suggests(event: GroupMessageEvent) -> bool:
    return event.get_plaintext().startswith(OPENINGS)


@on_message(rule=suggests, priority=1, block=True).handle()
async def keep(event: GroupMessageEvent):
    store.execute("INSERT OR IGNORE INTO suggestion (message, chat, person, text, at) VALUES (?, ?, ?, ?, ?)",
                  (event.message_id, event.group_id, event.user_id, event.get_plaintext(), time.time()))


for verb in FURTHER[: int(os.environ["PEER_VERBS"]) - 1]:
    @on_command(verb, priority=5, block=True).handle()
    async def nothing():
        pass


nonebot.run()
