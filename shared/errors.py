"""The failures of the product: the docstring is the message, the class carries the contract's code.

Each class gives `code`, `message` (Chinese), `message_en` (its docstring, or the text it is raised with) and
`retryable`. Metrics labels, receipts, events and the command line all take them from here.
"""

from typing import ClassVar


class GoujiError(Exception):
    """Something went wrong inside Gouji."""

    code: ClassVar[str] = "internal"
    zh: ClassVar[str] = "系统内部错误，请稍后重试；仍不成功请联系运维人员。"
    retryable: ClassVar[bool] = True

    def __init__(self, message: str | None = None, message_en: str | None = None) -> None:
        self.message = message or self.zh
        self.message_en = message_en or (self.__class__.__doc__ or "").strip()
        super().__init__(self.message_en)


class DocumentFailure(GoujiError):
    """The document cannot be processed; its own fault, not the system's."""

    retryable = False


class EmptyFile(DocumentFailure):
    """The file has no bytes: export or save it again."""

    code = "empty"
    zh = "文件是空的（0 字节）：请重新导出或另存后再提交。"


class TooLarge(DocumentFailure):
    """The file is larger than the limit (GOUJI_MAX_FILE_MB): split it, or ask the operator to raise the limit."""

    code = "too_large"
    zh = "文件超过大小上限（GOUJI_MAX_FILE_MB）：请拆分后提交，或请运维人员调整上限。"


class Unsupported(DocumentFailure):
    """The content is of no format that Gouji reads: save it as one of the supported formats."""

    code = "unsupported"
    zh = "无法识别的文件内容：请另存为支持的格式后再提交。"


class Encrypted(DocumentFailure):
    """The document is password protected: save it without a password."""

    code = "encrypted"
    zh = "文件有密码保护：请去除密码后再提交。"


class Malformed(DocumentFailure):
    """The file is damaged: open it, check it and save it again."""

    code = "malformed"
    zh = "文件已损坏：请打开检查并重新保存后再提交。"


class Bomb(DocumentFailure):
    """The archive unpacks to far more than it should."""

    code = "bomb"
    zh = "压缩包解压后超出限制：请检查内容，分批提交。"


class ReadingTimeout(DocumentFailure):
    """Reading took longer than the limit."""

    code = "timeout"
    zh = "读取超时：请拆分文件后再提交。"


class Stalled(DocumentFailure):
    """Reading made no progress and was stopped."""

    code = "stalled"
    zh = "读取停滞，已中止：请检查文件后再提交。"


class OutOfMemory(DocumentFailure):
    """Reading needed more memory than the limit."""

    code = "out_of_memory"
    zh = "读取所需内存超出上限：请拆分文件后再提交。"


class Crashed(DocumentFailure):
    """The reader crashed on this file."""

    code = "crashed"
    zh = "读取程序在此文件上崩溃：请另存为其他格式后再提交。"


class Vanished(DocumentFailure):
    """The file was moved or deleted while it was being read: submit it again."""

    code = "vanished"
    zh = "文件在读取过程中被移走或删除：请重新提交。"


class UnreadableText(DocumentFailure):
    """The text is in no character encoding that Gouji knows: save it as UTF-8."""

    code = "unreadable_text"
    zh = "文字编码无法识别：请另存为 UTF-8 编码后再提交。"


class NoContent(DocumentFailure):
    """There is no text at all in the document."""

    code = "no_content"
    zh = "文件中没有任何文字：请检查是否交错了文件。"


class RetriesExhausted(DocumentFailure):
    """Every attempt at the document failed; it was set aside as a dead letter."""

    code = "retries_exhausted"
    zh = "多次处理均未成功，已转入死信：请联系运维人员。"


class InternalError(GoujiError):
    """An error inside Gouji, not in the document; it was reported."""

    code = "internal"


class DependencyAwayError(GoujiError):
    """A dependency (NATS, the object store, the database) is away or full: the work waits for it."""


FAILURES: tuple[type[GoujiError], ...] = (*DocumentFailure.__subclasses__(), InternalError)
FAILURE_CODES: tuple[str, ...] = tuple(failure.code for failure in FAILURES)
