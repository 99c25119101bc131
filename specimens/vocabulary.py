"""The words of invented departments: places that do not exist, and topics from many fields of government."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CITY = "云澜市"
CITY_MARK = "澜"  # the city's one-character mark in document numbers
PLACES = {
    "青梧县": "131921",
    "霁川县": "131922",
    "澄岚县": "131923",
    "鹿鸣湾区": "131902",
    "望舒区": "131903",
    "云岫市": "131981",
}


@dataclass(frozen=True)
class Topic:
    """One kind of project: its `name`, what is counted (`thing`, `measure`), the rate of its quality, whom it serves,
    its effect, and what the money buys."""

    name: str
    thing: str
    measure: str
    quality: str
    people: str
    effect: str
    use: str


@dataclass(frozen=True)
class Field:
    """A field of government with the names of its bureau and subordinate units and its mark in document numbers."""

    bureau: str
    units: tuple[str, ...]
    mark: str
    topics: tuple[Topic, ...]


_BUREAUS = (
    ("教育体育局", "教", ("教师发展中心", "第三实验小学", "青少年活动中心", "学生资助管理中心")),
    ("卫生健康局", "卫", ("疾病预防控制中心", "妇幼保健院", "中医医院", "卫生监督所")),
    ("交通运输局", "交", ("公路养护中心", "道路运输服务中心", "地方海事站")),
    ("水利局", "水", ("河道管理所", "灌区服务中心", "水土保持站")),
    ("文化广电和旅游局", "文", ("图书馆", "文化馆", "文物保护所", "旅游服务中心")),
    ("农业农村局", "农", ("农业技术推广中心", "动物疫病预防控制中心", "农机服务中心")),
    ("民政局", "社", ("社会福利院", "救助管理站", "婚姻登记处")),
    ("生态环境局", "环", ("环境监测站", "环境执法大队")),
    ("应急管理局", "应", ("综合应急救援队", "防灾减灾中心")),
    ("市场监督管理局", "行", ("检验检测中心", "消费者权益保护中心")),
    ("自然资源和规划局", "自", ("不动产登记中心", "林业技术服务站")),
)


def _topics() -> Iterator[tuple[str, Topic]]:
    """(bureau, topic) of every row of topics.tsv."""
    with Path(__file__).with_name("topics.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            yield row.pop("bureau"), Topic(**row)


def _fields() -> Iterator[Field]:
    topics = list(_topics())
    for bureau, mark, units in _BUREAUS:
        yield Field(bureau, units, mark, tuple(topic for owner, topic in topics if owner == bureau))


FIELDS = tuple(_fields())

DOCUMENT_HEADS = ("财", "政办", "政", "财预")
OVERALL = (
    "紧扣年初确定的目标任务，统筹推进{a}、{b}等重点任务，着力补短板、强弱项、惠民生。",
    "以提升公共服务质量为主线，扎实做好{a}和{b}，把有限资金用在刀刃上，确保年度任务按期完成。",
    "本年度以{a}为重点，兼顾{b}，健全长效机制，严格预算约束，让每一笔钱花出成效。",
    "贯彻落实上级决策部署，聚焦群众急难愁盼问题，加快实施{a}，稳步开展{b}，推动各项事业再上新台阶。",
)
SUB_TITLES = ("扎实做好{name}工作", "推进{name}提质增效", "健全{name}长效机制", "提升{name}服务能力")
SUB_GOALS = (
    "围绕{name}工作要求，完善制度、压实责任，实现{effect}。",
    "通过实施{name}，{people}得到实惠，实现{effect}。",
    "按时保质完成{name}年度任务，切实做到{effect}",
)
SUB_INDICATORS = (
    "{thing}达到{n}{measure}以上，{quality}不低于{p}%。",
    "{quality}≥{p}%，{people}满意度达到{q}%；及时公开工作进展。",
    "年内完成{thing}{n}{measure}，资金支出进度与工作进度相匹配，群众反映的问题办结率达到{p}%。",
    "按计划推进{name}，资金按时拨付，支出控制在批复额度之内，{people}普遍认可",
)
SAFEGUARDS = (
    (
        "健全工作机制",
        "成立由主要负责同志任组长的绩效管理小组，逐项分解任务，明确时限和责任人，按月调度、按季通报，重要事项提交会议研究决定。",
    ),
    (
        "严格预算执行",
        "坚持先有预算、后有支出，细化用款计划，加快采购和招标手续办理，对进度偏慢的项目及时约谈，确有结余的按程序收回统筹。",
    ),
    (
        "强化过程监控",
        "依托预算管理一体化系统开展日常跟踪，每季度比对目标完成值与资金进度，发现偏差立即查明原因、落实整改，必要时调整绩效目标。",
    ),
    (
        "做实绩效评价",
        "年度终了开展自评，对金额较大的项目引入第三方评价；评价结果与下一年度预算安排挂钩，作为调整政策的依据。",
    ),
    (
        "规范资产管理",
        "新购资产及时入账、贴标、落实到人，定期盘点，做到账实相符；闲置设备优先调剂使用，报废处置严格履行报批手续。",
    ),
    (
        "加强监督检查",
        "主动接受审计、财政和社会监督，完善内部控制制度，关键岗位定期轮换，对虚报、挪用专项资金的行为从严追究责任。",
    ),
    (
        "抓好队伍建设",
        "组织业务骨干参加绩效管理培训，邀请专家现场辅导，编印操作指南，提高项目申报、执行和评价各环节的工作质量。",
    ),
)
