"""Reading a multipart upload: files and fields, with the size limit held while the bytes come in."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass

from python_multipart.multipart import parse_options_header
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from shared.access import BadRequest
from shared.errors import TooLarge

MAX_FILES = 1000


@dataclass(frozen=True, slots=True)
class Upload:
    """What one request brought: open files in their order, and fields by name."""

    files: list[UploadFile]
    fields: dict[str, str]

    async def close(self) -> None:
        """Forget the files."""
        for file in self.files:
            await file.close()


def is_multipart(content_type: str | None) -> bool:
    """Whether a request of this content type is a multipart form."""
    kind, _ = parse_options_header(content_type)
    return kind == b"multipart/form-data"


async def read_upload(headers: Headers, stream: AsyncGenerator[bytes, None], limit: int) -> Upload:
    """The files and fields of a multipart body. Raises TooLarge as soon as a file passes `limit` bytes, BadRequest
    when the body is no form or holds no file."""
    try:
        form = await _LimitedParser(headers, stream, limit).parse()
    except MultiPartException as error:
        raise BadRequest("上传内容不是有效的表单。", f"the upload is no valid form: {error.message}") from error
    items = form.multi_items()
    files = [value for _, value in items if isinstance(value, UploadFile)]
    if not files:
        raise BadRequest("请求中没有文件。", "the upload holds no file")
    return Upload(files, {name: value for name, value in items if isinstance(value, str)})


class _LimitedParser(MultiPartParser):
    """Counts each file's bytes before they are written anywhere."""

    def __init__(self, headers: Headers, stream: AsyncGenerator[bytes, None], limit: int) -> None:
        super().__init__(headers, stream, max_files=MAX_FILES)
        self._limit = limit
        self._bytes = 0

    def on_part_begin(self) -> None:
        self._bytes = 0
        super().on_part_begin()

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        self._bytes += end - start
        if self._bytes > self._limit and self._current_part.file is not None:
            raise TooLarge
        super().on_part_data(data, start, end)
