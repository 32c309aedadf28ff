"""Lines of our own making for the replay: what residents write in a group, civic and otherwise. The same for the same seed, no two alike.

    replay_lines.py [COUNT] [SEED]      one JSON object a line: {"text": …, "label": "civic" or "chat"}
"""

import json
import random
import sys

OPENINGS = ["建议：", "我要反映：", "反映一下，", "我有个建议，", "提个建议，", "我想反映一个问题，", "提一条建议：", "我要提意见：", "诉求：", "向社区反映一下，",
            "建议 ", "【建议】", "我想提个建议，"]

WHERE = ["东门口", "西门岗亭边上", "七号楼二单元", "12栋楼下", "小广场南边", "幼儿园门前那条路", "菜市场后巷", "地下车库B区", "老年活动室", "快递柜旁边", "健身器材那块地",
         "河边步道", "三号楼和四号楼中间", "公交站台", "垃圾分类亭", "社区卫生站门口", "北围墙根", "物业办公室对面"]
WHAT = ["的路灯不亮了，晚上老人出门看不清", "有个井盖松了，车一过就响，怕摔着孩子", "下水道一下雨就返水，味道很大", "电动车乱停，把消防通道都堵死了", "的树枝压到电线上，刮风就冒火星",
        "地砖塌了一片，轮椅推不过去", "没有垃圾桶，大家都往草丛里扔", "能不能装几个充电桩，现在都飞线充电", "夜里施工太吵，孩子睡不好", "的长椅断了一条腿，坐上去会翻",
        "监控坏了快一个月，丢了两辆车子", "晾衣杆被拆了，能不能重新装上", "的台阶太陡，加个扶手吧", "划几个临时停车位，接送孩子的车没处停", "的宣传栏挡住了视线，拐弯看不见车",
        "的水管从上周开始渗水，墙皮都掉了", "夏天蚊子特别多，请安排消杀", "的门禁刷不开，只能翻栏杆"]
TAIL = ["", "，麻烦看一看", "，好多邻居都这么说", "。谢谢！", "，已经两个星期了", "，打过电话没人管", "🙏", "……", "，希望今年能解决", "（我住六楼）"]

WHO = ["我家老大", "楼上那家", "隔壁王阿姨", "我妈", "我们单位", "孩子班上", "跳舞队", "群主", "我婆婆", "对门小两口", "棋牌室那帮人", "晨练的几位", "我闺蜜", "收废品的师傅", "送水的小哥", "二舅"]
DID = ["昨天包了一百多个饺子", "周末要去云龙湖骑车", "买的西瓜又甜又便宜", "问谁有多的纸箱子", "家的猫生了三只", "说菜场的排骨降价了", "在学太极拳，挺像样", "把钥匙锁屋里了哈哈", "今早五点就起来蒸馒头",
       "追剧追到半夜", "想拼单买草莓", "给大家带了点家乡的枣", "的外卖放错门口了", "考驾照科目二又挂了", "准备办满月酒", "说明天要下雪", "养的兰花开了", "家里装修选了米色的砖"]
THEN = ["，你们呢", "😂😂", "，有要的说一声", "，真不错", "！", "，改天一起啊", "，谁也去？", "～", "，累坏了", "，哈哈哈", "，发个照片看看", "，我都馋了", "，别提了", "，羡慕"]

# What sounds a little like us and is not meant for us.
NEAR = ["大家建议买哪个牌子的净水器呀，{}", "老师反映他上课老走神，{}", "支持国货，我手机就是国产的，{}", "这部剧的建议零售价也太贵了吧，{}", "通过率听说只有三成，{}", "补充维生素还是吃水果好，{}",
        "他开会开到现在还没回来，{}", "公示栏那家面馆味道不错，{}", "查询快递用那个小程序就行，{}", "12号有人一起去爬山吗，{}", "反应过来的时候车都开走了，{}", "签到打卡领鸡蛋那家超市又开了，{}",
        "我建议你别买那家的鱼，{}", "同意同意，就吃火锅，{}", "进展神速啊这个楼盘，{}", "撤回的消息我看见了哈哈，{}"]
AFTER = ["真的", "求推荐", "笑死", "懂的都懂", "信我", "怎么办", "有懂的吗", "随便聊聊", "别当真", "晚上说"]


def civic(rng):
    return rng.choice(WHERE) + rng.choice(WHAT) + rng.choice(TAIL)


def chat(rng):
    if rng.random() < 0.25:
        return rng.choice(NEAR).format(rng.choice(AFTER) + "、" + rng.choice(WHO) + rng.choice(DID))
    return rng.choice(WHO) + rng.choice(DID) + rng.choice(THEN) + (rng.choice(WHO) + rng.choice(DID) if rng.random() < 0.5 else "")


def lines(count, seed):
    """Texts with their labels; civic ones without their opening, as people's own words stand in a set of data."""
    rng = random.Random(seed)
    known = set()
    while len(known) < count:
        label = "civic" if rng.random() < 0.5 else "chat"
        text = civic(rng) if label == "civic" else chat(rng)
        if text not in known:
            known.add(text)
            yield {"text": text, "label": label}


def opened(text, rng):
    """A civic text the way people begin it when they want it taken up."""
    return rng.choice(OPENINGS) + text


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]] + [2000, 1][len(sys.argv) - 1:]
    for line in lines(*numbers[:2]):
        print(json.dumps(line, ensure_ascii=False))
