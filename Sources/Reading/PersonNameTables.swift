// Surnames by how surely a character is one, and the characters given names are made of.
extension PersonName {
    /// How much a beginning says by itself: 王 and 欧阳 are surnames, 石 mostly, 谌 is nothing else but hardly known, 门 is a door more often.
    enum Tier: Comparable { case everyday, rare, usual, sure }

    /// The surname at a place and how sure it is; nil where no name begins.
    static func beginning(_ text: FoldedText, _ start: Int) -> (length: Int, tier: Tier)? {
        if doubles.begins(text, at: start) || furtherDoubles.begins(text, at: start) { return (2, .sure) }
        return tier(text[start]).map { (1, $0) }
    }

    /// How sure it is that a character is a surname.
    static func tier(_ scalar: UInt32) -> Tier? {
        if common.contains(scalar) { return .sure }
        if singles.contains(scalar) { return risky.contains(scalar) ? .everyday : .usual }
        if uncommon.contains(scalar) { return .rare }
        return everyday.contains(scalar) ? .everyday : nil
    }

    /// Whether all of these are characters given names are made of: 建国, 小玲; not 装修.
    static func isTypical(_ text: FoldedText, _ range: Range<Int>) -> Bool { range.allSatisfy { given.contains(text[$0]) } }

    /// Whether all of these stand in sentences as often as in names.
    static func isWeak(_ text: FoldedText, _ range: Range<Int>) -> Bool { range.allSatisfy { alsoWords.contains(text[$0]) } }

    /// Whether a surname stands there with one or two characters of names alone behind it, and no more.
    static func isPlain(_ text: FoldedText, _ start: Int) -> Bool {
        guard let (surname, tier) = beginning(text, start), tier >= .usual || singles.contains(text[start]) else { return false }
        let first = start + surname
        let end = isChinese(text[first + 1]) ? first + 2 : first + 1
        return isTypical(text, first..<end) && !isChinese(text[end]) && !isWeak(text, first..<end)
    }

    /// 同意向晓东同志: two characters of names alone before what is said to persons alone.
    static func isHonoured(_ scan: inout Scan, _ first: Int) -> Bool {
        isTypical(scan.text, first..<first + 2) && !isWeak(scan.text, first..<first + 2) && honours.longest(in: &scan, at: first + 2) != nil
    }

    /// Surnames few people have, on characters that stand for little else.
    private static let uncommon = ScalarSet(
        """
        庹訚乜蔚郦宿朴昌屠琚璩禤佴侴俎偰僪剡厍咎埃妫妘妴姒嬴宛宦嵇嵩岱巢庾弋忻恽戈斛昃柘楮榆檀毓汝汴沮泮洑洛浣涓湛澹炅爨犁狐琅瓮甯畠睢砀祈祢禚穆笪筱箫簕糜罕羌羿翦芈苌苻茆荔荼莱莽菅葳蒿藩虢谯贲轩遆郇郐郓郤郧郯鄂鄞鄯鄱钊钭铎镡闾阙\
        雍雒靖骈麴漕锺佀仉凃孛帕杲枚桐楠涤溥濯琦睦碧禄肇芝苓苔茂萨蚁鳌鼎龠尧舜謝褟璐鹿朗烟尔初尤柏廉萧刁杭诸於蓟殳夔郈况亢揣戢銮芶奂呙昊浩蹇俸衷恒卯凤蓬
        """)
    /// Surnames that are ordinary words or parts of such nearly everywhere.
    private static let everyday = ScalarSet(
        """
        全元富滑惠薄宰皮危巴松井印怀双劳扶弘国广利师爱权帅粱斯伦恩拱拓亮凡力哲奎巨容步仁仪植税敬冶勾融养咸籍堵寿通阳门母干终木东西海山火云星光玉铁布羊鱼幸喜院修清经法业兵化青墨红冰春秋平招信闪回农官吉城桥岛达远运超越善依坚孝宇征德恭慎智普晴泉满照益竹素索练维诺畅黑浪渠虎威敏雅潜旷柔漆琴银翠阴隆顺首香骞鲜衣豆赏起遇道仙伯
        """)

    /// Double surnames besides the well known.
    static let furtherDoubles = ScalarPairs(
        """
        濮阳 公冶 宗政 公羊 鲜于 仲孙 长孙 司寇 巫马 公西 漆雕 乐正 壤驷 公良 夹谷 宰父 谷梁 段干 百里 羊舌 微生 梁丘 左丘 颛孙 亓官 仉督 子车 即墨 \
        第五 相里 西门 东门 呼延 叶赫 完颜 富察 纳喇 钮祜 佟佳 舒穆 贺兰 贺若 斛律 斛斯 宇文 达奚 乞伏 秃发 屈突 沙陀 独孤 步六 万俟 吐谷 侯莫 破六 库狄 哥舒 仆固 朱邪 \
        司鸿 司城 太叔 公仪 公输 公户 北宫 涂山 浩生 毋丘 毋将 母丘 綦毋 屋庐 褚师 邯郸 新垣
        """)

    /// What given names are made of, by far the most of them.
    static let given = ScalarSet(
        """
        建国华明丽芳红军伟强勇平文玉英秀兰珍梅桂春秋月霞云凤莲琴香花荣娟燕玲敏静洁琳琼珊莎瑶瑾璐璇琪琦琬瑜瑛珠珮珂玮珏玥瑞瑄璟琛璋瑗莹菁菲蕾薇蓉蓓茜茹荷芸芬芝芹苗苹蕙蓝萍萱葵蔓馨雅雯霏雪露霜晴晨晓晗昊昕旭旻昀昌晖晟晶晔智景暄暖曦\
        曼曜宇宁安宏家宝富宸宣宪宜容寒寿峰岩岚峻峥嵘崇崑嵩巍山川波涛海江河湖洋洲浩浪润清澄涵淑淼渊溪源滨漫瀚灏泽沛沁泉泓泰洪津深淳湘潇澜志忠念思怡恒恩悦惠慧慈愉忆恺怀懿德心诚信义礼仁孝廉贤良善美佳嘉俊杰豪雄武威猛刚毅坚胜利成功立\
        业长永久远达通顺祥吉福禄喜庆康健乐欢欣兴旺发财贵金银铜铁钢锋钧铭锐鑫鉴钰铮锦镇林森树松柏杨柳桐梓楠榕槐桦桃李杏枫栋梁彬彪虎龙鹏鹤鸿鹰飞翔羽翰凯旋征程超越进步前先卫东南西北中京沪苏鲁豫民政党爱援朝抗新光亮辉煌耀灿炎焕熙然烨\
        煜照生根田庄农丰收满仙佛保佑天地宗祖振邦治世昭彰启弘扬宽广博厚学书诗画艺才颖聪睿哲理真卓尔正直方圆端公道连继续承传绍大小少子轩雨语彤梦紫皓一诺若可依沐奕辰芮妍婷婉娜娇媛娥娣姣妮妹姗姝娅婧婵嫣妙如意似水冰素雁莺鹃凌菊竹芙艳\
        彩虹霓青翠碧绿朱丹白巧灵冬夏风雷震霆霖霁星朗日昇升阳煦曙曲和睦谦友朋群众伯仲叔季元亨贞守定革跃旗向拥好孟来运招弟引盼娃柱牛马羊石磊垒炜炯烽炫焱庭廷延彦御微徽徐行衍衡复律君名命吟咏哨唯嗣园坤坦垣培基堂境墨士壮声夕多夫奇\
        奎奋妤孜孔实密寅展岗岭岳峦崔巨师希帆帅常干年幼序庚庸弦归录形影忱快怜性恬恭悌情惜愿慎慷戎战抒拓择挺捷掌揽攀效敬斌施时易昆映昱显晏晋曾本术朴束条极果枝柯柔格桑棋棠楚楷榜槿模樊檀欧殊殷毓沂法泳泊洛浦浓消涌淙渝温游湛滢滔漪潮\
        濡瀛烈焰熔燃爽犇狄玄率珈球琅琢瑚瑰璞瓒甘用甫男畅略登皎益盈盛相省眉睛知矢砚磐祁祈祎祝禧禹秉科秦稳稷空穆童竞笑笛笙策筠筱簡箫精糖索经绪维绮绚缘罗翎翊翌翟耕聆聚肃育胤航舒舟艇艾节芃芊芷苑范茂茗茵荃荔莅莉莓莘菀萌葆董蒙蓬蔚薪藏\
        藻虔蝶袁裕誉许询详谊谋谨谷豆象贝质贯赋赞起趣轶轻载迅迎迪逊选逸遥遵郁郎酉野量钊钦钟铎铠链镜闯闻闽阔际陆陶隆随霭靖韧韵韶顶须颂颜飒驰驹骁骄骏骥高魁魏鲜鹭麒麟麦黎默鼎齐龄娴娱娆妞兵卿原双叶同吾呈唐商垚城塬壹奥姚委孺宋官宾将尊\
        尚岑岱州工左幸庐弼彝忍总恋恕悟惟慕憧懂戈拔携教敦斐斯昂昶昔普晃晚晞暮曰朔朵杉栩核桓桢榆樱歌止此殿汉汐池沉沙沧沿泥洵活浅济浒准淇淮添渔湾溢溥滋潘潜澈激瀑灼点烁热煊熠爵片狮献玖玩玫环现珀珑琉瑙璃璧甜百盖矗祉私禅禾稼穗竣章笃篱\
        纪纯纶绒绣绵缇缤置羿翘肖胡腾臣自舞舫色芯芽苓莫莱菡葛蒲蕴薛蘅虞蛟蜜蝉袖裴谧谭豹贡赏赐赫辂辙迈追遂邓邵郡酬醒采钗铃锡键锴锵闲闵阁阑陈陵隽霄顾颐飘餐饶馥骅骞骢鲍鳞鸣鸥鸾鹊鹿麓黄黛龟其朋太有力全固轮克伦冠凡勤倩纨仪蕊婕琰融凝伊亚姬火土木枝廊恬塔千里令繁言满冬笑权栓
        """)

    /// Characters that stand in sentences as often as in given names.
    static let alsoWords = ScalarSet(
        """
        一来水家里子大先好真可有是其后前天地多少小能要用在东西南北中人学正直方圆公平道安全时年常知想自作成单片行起通工商路村城园庄书保石群照叫叶同呈业条电实满空机生和力度信息心意头理色进步发元相向定主千百白黄红黑金木火\
        土光声费飞如若似期始连接继续传报归原顶游玩羊私日节盖点风准露画收党名性运基快高政策教课转改议评论查买卖付修理问答打开关门走过去出入上下左右车房户楼层居物医药价钱款票证号码表册单据件份位个只根本都也还又再才就不没无与及或者而但因为所以
        """)
}
