"""Invented files for tests of the shell: what stands in them matters little, how large they are does."""


def small(number: int = 1) -> bytes:
    """A text of a few lines; another number is another file."""
    return f"某某县第{number}档案馆2024年部门预算信息公开\n目录\n一、部门职责\n".encode()


def large(rows: int = 4000) -> bytes:
    """One table of so many rows: read, it is larger than a message may be."""
    head = "某某县档案馆2024年部门预算信息公开\n\n部门预算支出总表\n单位：万元\n序号\t科目编码\t科目名称\t预算数\n"
    return (head + "".join(f"{n}\t{2010100 + n}\t第{n}项支出\t{n}.50\n" for n in range(1, rows + 1))).encode()
