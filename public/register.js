// Counts in the save bar what is tapped, before it is saved. The server counts what is saved.

/** @param {HTMLElement} bar */
export function countMarks(bar) {
  const form = bar.closest('form')
  const part = (mark) => bar.querySelector(`[data-${mark}]`)
  const rows = [...form.querySelectorAll('.pa-mark')]
  const chosen = (row) => row.querySelector('.pa-seg input[name^="mark-"]:checked')
  const saved = new Map(rows.map((row) => [row, chosen(row)]))
  const count = () => {
    const marked = rows.filter(chosen).length
    const changed = rows.filter((row) => chosen(row) !== saved.get(row)).length
    part('marked').textContent = `${marked} of ${rows.length} ${changed > 0 ? 'marked' : 'recorded'}`
    part('left').textContent = changed > 0 ? `${changed} to save` : `${rows.length - marked} not recorded`
  }
  form.addEventListener('change', count)
  count()
}
