// A workbook may be dropped anywhere on the form; a file that is too large is told before it travels. Works without this too.
for (const form of document.querySelectorAll("form[data-drop]")) {
  const input = form.querySelector("input[type=file]");
  const tell = () => {
    const file = input.files[0];
    const most = Number(input.dataset.largest);
    const isLarge = file && file.size > most * 1024 * 1024;
    input.setCustomValidity(isLarge ? `Файл больше ${most} МБ: проверьте, ту ли книгу вы выбрали.` : "");
    input.reportValidity();
  };
  input.addEventListener("change", tell);
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("is-over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("is-over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("is-over");
    if (event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      tell();
    }
  });
}
