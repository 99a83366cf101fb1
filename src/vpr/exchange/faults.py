"""What the exchange itself may say of an upload, whatever its kind."""

from vpr.kernel.faults import FaultKind, Severity

READER_DIED = "E-901"
TOO_MANY = "E-902"

CATALOGUE: dict[str, FaultKind] = {
    kind.code: kind
    for kind in (
        FaultKind(
            READER_DIED,
            Severity.ERROR,
            "Файл не удалось прочитать",
            "программа чтения несколько раз остановилась на этом файле; скачайте чистую форму, перенесите в неё данные "
            "(«Вставить значения») и загрузите её",
            "Так бывает с повреждённой книгой или с книгой, где таблица растянута на миллионы пустых строк.",
        ),
        FaultKind(
            TOO_MANY,
            Severity.NOTICE,
            "Показаны не все ошибки",
            "показаны первые {shown} из {total}; исправьте их и загрузите файл снова, остальные появятся",
        ),
    )
}
