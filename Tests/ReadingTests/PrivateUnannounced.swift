import Testing
import Wire

@testable import Reading

/// reading.md, *Private details*: names that nothing announces, numbers of papers, homes in wards, villages and shops. In braces what is masked.
@Suite struct PrivateUnannounced {
    @Test func namesByThemselves() {
        PrivateDetails.check(
            """
            {陶桂英}请假，下午看病 / {陶桂英}的电话谁有 / 谁有{陶桂英}家的钥匙 / 快递放驿站了，{贺小明}收 / 我单位职工{卢志刚}，因病请假 / 收到。——{章建华} / ——{王芳}
            一年级三班{丁浩宇}的妈妈 / 由{杜玉珍}带队，下周轮到{俞小兰} / 缺{翟永强}、{闫丽} / 实到10人，缺{闫丽} / 赶紧联系，{葛丽} / 听说{耿春明}家的老人走了 / 被{岳大宝}家的狗咬了
            请{单美华}接电话 / 保洁员{白桂兰}打扫得干净 / 同意{向晓明}同志当组长 / {尤志明}：明天我来 / {郑强}发言很好 / {崔丽}任副组长 / {周敏}名下的车位 / 把{马秋兰}拉进来
            {樊树明}病了，谁替他 / {裘红霞}帮我替班 / {潘伟}和{郑莉}搬走了 / 交给{傅晓兰}或者{汤静} / {于大江}，明天到 / {常有福}家的鸡 / {郭海}爸爸已阅 / 今收到{陆文华}押金
            还是问问{武秀清}吧 / ①{仲晓华} ②{柯明杰} / 值日：周一{华子萱} / 夜班{康大伟} / 长子{田磊}，次女{田甜} / （承租人）{韩晓}
            """, .name)
    }

    /// Characters that are words, or write the sounds of another language: the learned eye sees them by what stands around.
    @Test func learnedNames() {
        PrivateDetails.check(
            """
            昨天{牛得草}来店里赊了两袋尿素 / {于佳}：我说两句 / 听{权老栓}说水停了 / 麻烦{常来喜}把钥匙送来 / 缺{向前进}、{时有亮} / {额尔敦巴图}家的羊丢了 / 缺{阿依古丽·买买提}、{扎西卓玛}
            高兴得不得了 / 晚上图个安宁 / 牛肉店说没货 / 向前走两百米
            """, nil)
    }

    /// Without the model the rules stand alone.
    @Test func withoutTheModel() throws {
        let reader = Reader(verbs: try Fixtures.verbs(), names: try Fixtures.names(), cues: try Fixtures.cues(), calendar: nil)
        #expect(reader.masked("王建国主任请假，听权老栓说水停了") == "王某某主任请假，听权老栓说水停了")
        #expect(Fixtures.reader.masked("王建国主任请假，听权老栓说水停了") == "王某某主任请假，听权某某说水停了")
    }

    /// A model file cut short, or of another kind, is refused; a whole one comes out as it went in.
    @Test func theModelFile() throws {
        let bytes = try Fixtures.bytes("Config/models/names.model")
        let words = try Fixtures.names()
        #expect(try NameModel(parsing: bytes, words: words).bytes() == bytes)
        #expect(throws: Malformed.self) { try NameModel(parsing: bytes.dropLast(), words: words) }
        #expect(throws: Malformed.self) { try NameModel(parsing: try Fixtures.bytes("Config/models/intents.model"), words: words) }
    }

    /// Learning from the same lines gives the same model, and one that knows them.
    @Test func learning() throws {
        let names = "[[高兴]]今天请假\n[[安宁]]今天值班\n[[于佳]]今天代班\n晚上图个安宁\n高兴得不得了\n今天下雨"
        let lines = try NameLine.lines(parsing: Array(names.utf8))
        #expect(lines.map(\.count) == [1, 1, 1, 0, 0, 0])
        #expect(throws: Malformed.self) { try NameLine.lines(parsing: Array("[[高兴今天".utf8)) }
        let plain = lines.filter { $0.count == 0 }
        let words = try Fixtures.names()
        let model = NameTraining(words).model(from: lines, plain: plain, provenance: [])
        #expect(model.bytes() == NameTraining(words).model(from: lines, plain: plain, provenance: []).bytes())
        var scan = Scan(FoldedText("于佳今天请假，高兴得不得了", table: FoldTable()))
        #expect(model.names(&scan).map { $0.candidate.start..<$0.candidate.end } == [0..<2])
    }

    /// What is made of the same characters and is nobody's name.
    @Test func whatIsNobody() {
        PrivateDetails.check(
            """
            徐民发〔2026〕12号 / 徐自然资规发〔2026〕21号 / 雷锋日做好事 / 焦裕禄精神 / 看完焦裕禄 / 单田芳的评书 / 杨国福门口 / 李时珍像前 / 张照片拍好 / 一张银行卡 / 多少钱一平
            这段水泥路 / 本周大风降温 / 下周镇里来人 / 老杨刚进门 / 小范商量着办 / 感谢好心大哥 / 年纪轻轻 / 王陵路堵死 / 文昌阁修缮 / 史家胡同 / 王杰路口 / 吕梁山风景区 / 秦皇岛 / 凌霄花爬满了墙
            电动自行车新国标 / 学区房政策 / 房顶太热 / 查清楚再说 / 麻利来几个 / 走近太阳 / 提案有新情况 / 白花花一片 / 彩礼太重 / 荣获二等奖 / 扫雷区 / 麦收天 / 东方新城小区 / 尚东花园 / 榆树岭 / 沟填得马马虎虎 / 晚班车加到九点 / 化粪池好久没抽 / 任命岗位 / 向党委书记汇报 / 孙老汉在田里 / 苏果超市 / 苏北
            """, nil)
    }

    @Test func papers() {
        PrivateDetails.check(
            """
            护照{E48210937}过期 / 护照号：{PE1928374} / 通行证号码{C87320641} / 学号 {20230415087} / 学号{20251207} / 学籍号{G320303201509120038} / 考号{26032201045} / 档案编号{320301882194}
            残疾证号{32030519550712033943} / 优待证{3203040019872}丢了 / 社保编号{3203007719284} / 医保卡号{0039281746} / 住院号{00918273} / 结婚证字号{J320303-2016-004512} / 居留证{CHN310984011502}
            军官证{南字第20130456号} / 老年证{苏徐老0098123} / 社保卡号{A83927145}
            """, .idcard)
        PrivateDetails.check("公积金账号{0516083372918} / 公积金账号：{201603829174} / 打到{6013821900655123489}", .bankcard)
        PrivateDetails.check(
            """
            护照在出入境办 / 护照2026年3月到期 / 护照20261207到期 / 学号怎么查 / 公积金缴存12%，基数8200 / 医保缴费380元 / 驾照C1能开吗 / 社保最低4879 / 残疾证 3 本 / 准考证2026年打印 / 医保卡余额123456元
            设备编号03-0193 / 发票号码26327001
            """, nil)
    }

    @Test func homes() {
        PrivateDetails.check(
            """
            隔壁单元{五楼西户}装修 / {8号楼2单元负一层03} / {3号楼负二层08室} / 赵庄{东头第三家} / {12楼1206病房18床} / {3病区27床} / 骨科{18床} / {B区3排16号} / 中山路{166号1-5} / 老街{27号附2号}
            {7-1-东户}的水表 / {19-2-14楼东户} / 接龙1、{1201} {苗桂华} 3人 / {902}{张桂兰} / 大厦{A1208} / {7号楼底商102} / 南巷{7号}门前 / {6舍302} / 你家是{702}还是{703} / 我们单元{1503}装修
            {滕丽}-{1-302}-大米 / {5-1-202}{安小玉} 牛奶
            """, nil)
        PrivateDetails.check("2-301班 / 二楼西户还在犹豫 / 5栋2号电梯 / 中山路166号 / 3病区 / 18床被子 / 第三家店", nil)
    }

    @Test func numbersOfOtherPlaces() {
        PrivateDetails.check(
            """
            {0516-87920033}/{87920034} / {83990175}是我家座机 / 宅电{0516一83990175} / 号{+852 9123 4567} / {0516 80801123}转{姜涛} / 家里号{八三九零二二一七}
            QQ{1039 4472 86} / Q {1837264950} / 抖音号{laowang_xz888} / 快手号：{lvshui1976} / 小红书号{9473625108} / 加我：{yezi_0923} / {苏03-12345}拖拉机 / 教练车{苏C1027学}
            """, nil)
        PrivateDetails.check("抖音上都传开了 / 支付宝里交电费 / 开奖03 09 17 22 28 31 / 800-828-5566，固话才能拨 / 小红书2026榜单", nil)
    }

    @Test func asStrangersWroteThem() {
        PrivateDetails.check(
            """
            {江大船}的号码换了 / {王建军}的电话 / 派出所{井涛}警官 / 社区{尤佳}书记说的 / 名字是{么立新} / 报修登记写{孟庆祥} / 白色比亚迪{苏AD43254}
            群文件打不开的加我{386521500} / 扣扣被盗了！{517716809}，别信 / 资料QQ传{1839926620} / {9号楼1单元1501}名下两辆 / {5号楼2单元301}的车位被占了
            帮我{2号楼1单元402}取件 / 送到{12-3-405}取货 / {3号楼2单元401}活动室旁边太吵
            """, nil)
        PrivateDetails.check(
            """
            物业费2.35元/平方米·月 / 何警官巡逻时发现车门没关 / 与本人关系：女儿 / 解放路与和平街交叉口 / 招贝斯手 / 戴眼镜那位 / 业主维权群
            通知我12-3-4056取件 / B2-118的车位 / 一楼101活动室开放 / 加我13人 / QQ到了500人 / 纪检组的电话 / 党工委的电话 / 梅园组的电话 / 金店主的手机
            QQ群通知，85512345打不通 / QQ群文件！85512345是社区电话 / 微信发gongshi.pdf给我 / 微信传IMG_20260310.jpg / 请写明来意 / 公告写的方可进入
            """, nil)
    }

    @Test(arguments: ["王建国", "学号1", "张", "于大", "苏徐老", "0516一8", "加我 ", "3-1-", "——王"])
    func aLongMessageTakesTimeByItsLength(_ piece: String) {
        let text = String(repeating: piece, count: 20_000 / piece.utf8.count)
        let took = ContinuousClock().measure { _ = Fixtures.reader.privateDetails(in: text) }
        #expect(took < .seconds(10), "\(piece) \(took)")
    }
}
