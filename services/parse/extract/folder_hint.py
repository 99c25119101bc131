"""What the folders of an archive say of whose a document is: a folder for each department or unit, 305教育局/文本.docx.

Only a hint: it is used where the document prints no department, and `inferred` says so.
"""

import re

from shared.document import Department

_FOLDER = re.compile(
    r"(?:[\[(（【]?(?P<code>\d{3}(?:\d{3})?)[\])）】]?)?[-_—.、 ]*"
    r"(?P<name>[\u4e00-\u9fff（）()“”·]{1,28}"
    r"(?:局|委|委员会|办|办公室|政府|部|厅|院|校|学校|中学|小学|幼儿园|中心|站|所|馆|队|社|会|协会|联合会|联|党校|集团|公司|街道|镇|乡))"
    r"(?:本级|[（(]本级[)）])?"
)
_ARCHIVE = re.compile(r"\.(?:zip|7z|tar|tgz|gz)(?:!|$)", re.IGNORECASE)
_YEARS = re.compile(
    r"^20\d\d年?度?[-_ ]*|[-_ ]*(?:20\d\d年?度?)?(?:部门)?(?:预算)?(?:绩效)?(?:文本|材料|资料|公开|上报)*$"
)


def department_of(source: str) -> Department:
    """The department that the folders inside an archive name, the outermost that names one; blank fields without."""
    archive, inside, path = source.partition("!/")
    if not inside or not _ARCHIVE.search(archive):
        return Department()
    for folder in path.split("/")[:-1]:
        found = _FOLDER.fullmatch(_YEARS.sub("", _ARCHIVE.sub("", folder)))
        if found:
            return Department(code=found["code"][:3] if found["code"] else None, name=found["name"])
    return Department()
