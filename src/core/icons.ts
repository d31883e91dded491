/** Line icons on a 24 grid, painted with currentColor. Always decorative: the words beside them carry the meaning. */
const drawings = {
  calendar: '<rect x="3" y="5" width="18" height="16" rx="2.5"/><path d="M3 10h18M8 2.5v5M16 2.5v5"/>',
  clock: '<circle cx="12" cy="12" r="9"/><path d="M12 7v5.5l3.5 2"/>',
  pin: '<path d="M12 21.5s7-6.3 7-11.5a7 7 0 1 0-14 0c0 5.2 7 11.5 7 11.5z"/><circle cx="12" cy="10" r="2.5"/>',
  video: '<rect x="2.5" y="6" width="13" height="12" rx="2.5"/><path d="M15.5 10.5l6-3v9l-6-3z"/>',
  access: '<circle cx="12" cy="4.5" r="1.8"/><path d="M5 8.5c4.5 1.2 9.5 1.2 14 0M12 9.5v5M12 14.5l-3 6.5M12 14.5l3 6.5"/>',
  people: '<circle cx="9" cy="8" r="3.5"/><path d="M2.5 20a6.5 6.5 0 0 1 13 0M16 4.8a3.5 3.5 0 0 1 0 6.4M18 14a6.5 6.5 0 0 1 3.5 6"/>',
  check: '<path d="M4.5 12.5l5 5 10-11"/>',
  cross: '<path d="M6 6l12 12M18 6L6 18"/>',
  dash: '<path d="M6 12h12"/>',
  eye: '<path d="M2 12c4.5-7.3 15.5-7.3 20 0-4.5 7.3-15.5 7.3-20 0z"/><circle cx="12" cy="12" r="3"/>',
  lock: '<rect x="4.5" y="10.5" width="15" height="11" rx="2.5"/><path d="M8 10.5V7a4 4 0 0 1 8 0v3.5"/>',
  bin: '<path d="M4 6.5h16M9 6V3.5h6V6M6 6.5l1 14h10l1-14M10 10.5v6M14 10.5v6"/>',
  message:
    '<path d="M4.5 4h15A1.5 1.5 0 0 1 21 5.5v10a1.5 1.5 0 0 1-1.5 1.5H11l-5 4v-4H4.5A1.5 1.5 0 0 1 3 15.5v-10A1.5 1.5 0 0 1 4.5 4z"/>',
  download: '<path d="M12 3v12M7 10.5l5 5 5-5M4 20.5h16"/>',
  print:
    '<path d="M7 8V3h10v5M7 17H4.5A1.5 1.5 0 0 1 3 15.5v-6A1.5 1.5 0 0 1 4.5 8h15A1.5 1.5 0 0 1 21 9.5v6a1.5 1.5 0 0 1-1.5 1.5H17M7 14h10v7H7z"/>',
  info: '<circle cx="12" cy="12" r="9.2"/><path d="M12 11v6M12 7.2h.01"/>',
  warn: '<path d="M12 3.5l9.5 17h-19zM12 10v5M12 17.8h.01"/>',
  flag: '<path d="M5 21.5V3.5h13l-2.5 5 2.5 5H5"/>',
  swap: '<path d="M4 8h15M15 4l4 4-4 4M20 16H5M9 12l-4 4 4 4"/>',
  plus: '<path d="M12 5v14M5 12h14"/>',
  search: '<circle cx="10.5" cy="10.5" r="7"/><path d="M15.8 15.8l5.2 5.2"/>',
  edit: '<path d="M4 20l1-4.5L16.5 4l3.5 3.5L8.5 19z"/>',
} as const

export type IconName = keyof typeof drawings

export const icon = (name: IconName, size = 20, className = ''): string => {
  // A template's spelling is not checked by the compiler
  if (!(name in drawings)) throw new Error(`There is no icon "${name}".`)
  const classes = className === '' ? 'pa-icon' : `pa-icon ${className}`
  return (
    `<svg class="${classes}" width="${String(size)}" height="${String(size)}" viewBox="0 0 24 24" fill="none" stroke="currentColor" ` +
    `stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${drawings[name]}</svg>`
  )
}
