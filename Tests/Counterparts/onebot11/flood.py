"""Streams of group messages of our own making: the same for the same seed."""

import random

PLACES = ["东门", "西门", "三号楼", "七号楼", "地下车库", "广场", "菜市场路口", "小区南墙", "幼儿园门口", "健身角"]
WANTS = ["装一盏路灯", "修一修漏水的水管", "加一个充电桩", "划几个停车位", "铺平坑洼的路面", "放两张长椅", "清一清堵住的下水道", "种一排树"]
CHAT = ["今天的菜新鲜吗", "谁家的快递放在门口了", "晚上一起跳舞", "天气预报说有雨", "孩子几点放学", "这个价钱不贵", "收到，谢谢", "早上好", "电梯又慢了哈哈"]


def lines(count, share, rng):
    """Texts: so large a share of suggestions in a natural opening, the others ordinary chat. All distinct."""
    for n in range(count):
        if rng.random() < share:
            yield f"建议在{rng.choice(PLACES)}{rng.choice(WANTS)}，编号{n}"
        else:
            yield f"{rng.choice(CHAT)} {n}"


def messages(world, wanted):
    """Events of a flood. count, groups, people, share (of suggestions), seed, first_group, first_person, time; `lines` or `file` (one
    text a line) instead of our own texts; copies: each event so many times; shuffle: out of order."""
    rng = random.Random(wanted.get("seed", 1))
    texts = wanted.get("lines")
    if texts is None and wanted.get("file"):
        with open(wanted["file"], encoding="utf-8") as source:
            texts = [line.rstrip("\n") for line in source if line.strip()]
    count = int(wanted.get("count", len(texts) if texts else 1000))
    groups, people = int(wanted.get("groups", 200)), int(wanted.get("people", 2000))
    first_group, first_person = int(wanted.get("first_group", 20001)), int(wanted.get("first_person", 300001))
    chosen = iter(texts[n % len(texts)] for n in range(count)) if texts else lines(count, float(wanted.get("share", 1.0)), rng)
    events = []
    for text in chosen:
        segments = [{"type": "text", "data": {"text": text}}]
        events.append(world.message_event(
            segments, first_person + rng.randrange(people), group=first_group + rng.randrange(groups), time_=wanted.get("time")))
    events *= int(wanted.get("copies", 1))
    if wanted.get("shuffle"):
        rng.shuffle(events)
    return events
