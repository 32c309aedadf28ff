"""Makes the requests of a run beforehand: OneBot 11 group messages with their signatures, distinct texts, ids of this run only."""

import hashlib
import hmac
import json
import random
import time

ACCOUNT = 10001
FIRST_GROUP, GROUPS = 20_000, 2_000
FIRST_PERSON, PEOPLE = 1_000_000, 100_000

OPENINGS = ["建议：", "我有个建议，", "反映一下，", "我要反映：", "提个建议："]
PLACES = [f"{garden}{number}号楼{side}" for garden in ("东园", "西苑", "南湖", "北里", "和平") for number in range(1, 41)
          for side in ("门口", "东侧", "后面的小路")]
TROUBLES = ["路灯坏了", "井盖松动，走过去咣当响", "垃圾堆着没人清", "电动车乱停", "下水道堵了返味", "树枝压着电线", "健身器材坏了", "消防通道被占",
            "楼道灯不亮", "路面坑坑洼洼", "充电桩不够用", "快递柜挡路", "围栏断了一截", "绿化带被踩秃了", "门禁刷不开", "停车位不够"]
WHENS = ["好几天了", "两个星期了", "从昨天开始", "晚上特别明显", "一下雨更厉害", "一直没人管"]
TALK = ["今天天气不错", "谁家有多余的纸箱", "孩子的作业你们写完了吗", "菜场的西红柿降价了", "哈哈哈", "收到，谢谢", "晚上一起跳舞吗", "快递到了没",
        "谁知道今天停不停水", "周末去公园吧", "这电梯又慢了", "刚出锅的馒头，要的下楼", "猫找到了，谢谢大家", "明早有人拼车去医院吗"]


def text(kind, number, rng):
    if kind == "suggestion":
        return f"{rng.choice(OPENINGS)}{rng.choice(PLACES)}{rng.choice(TROUBLES)}，{rng.choice(WHENS)}，请看一看（{number}）"
    return f"{rng.choice(TALK)} {number}"


def lines(kind, count, secret, run, first_id):
    """Signature, tab, body. `run` seeds the texts; ids count from `first_id`."""
    rng = random.Random(f"{run}/{kind}")
    now = int(time.time())
    key = secret.encode()
    for number in range(count):
        said = text(kind, number, rng)
        person = FIRST_PERSON + rng.randrange(PEOPLE)
        body = json.dumps(
            {"time": now, "self_id": ACCOUNT, "post_type": "message", "message_type": "group", "sub_type": "normal",
             "message_id": first_id + number, "group_id": FIRST_GROUP + rng.randrange(GROUPS), "user_id": person, "anonymous": None,
             "message": [{"type": "text", "data": {"text": said}}], "raw_message": said, "font": 0,
             "sender": {"user_id": person, "nickname": f"居民{person % 1000}", "card": "", "sex": "unknown", "age": 0, "area": "",
                        "level": "1", "role": "member", "title": ""}},
            ensure_ascii=False, separators=(",", ":")).encode()
        yield b"sha1=" + hmac.new(key, body, hashlib.sha1).hexdigest().encode() + b"\t" + body + b"\n"


def write(path, kind, count, secret, run, first_id):
    with open(path, "wb") as file:
        file.writelines(lines(kind, count, secret, run, first_id))
    return path
