import type { SupportKind } from './profile.ts'

const person = (x: number, y: number, paint: string) =>
  `<circle cx="${String(x)}" cy="${String(y)}" r="7" class="${paint}"/><path d="M${String(x - 13)} ${String(y + 26)}a13 13 0 0 1 26 0z" class="${paint}"/>`

const drawings: Record<SupportKind, string> = {
  insight:
    '<path d="M2 24C11 9.500 37 9.500 46 24 37 38.500 11 38.500 2 24z" class="f-primary"/><circle cx="24" cy="24" r="9.500" class="f-accent"/><circle cx="24" cy="24" r="4" class="f-deep"/>',
  skills:
    '<rect x="4" y="6" width="30" height="36" rx="5" class="f-primary"/><path d="M11 16h16M11 23h16M11 30h9" class="st-white" fill="none" stroke-width="3" stroke-linecap="round"/><path d="M40 15l5 5-15 17-7 2 2-7z" class="f-accent"/>',
  buddy: person(16, 16, 'f-primary') + person(33, 18, 'f-accent'),
  mentoring:
    '<path d="M8 4h20a6 6 0 0 1 6 6v10a6 6 0 0 1-6 6H16l-8 7v-7.300A6 6 0 0 1 2 20V10a6 6 0 0 1 6-6z" class="f-primary"/><path d="M38 16h2a6 6 0 0 1 6 6v10a6 6 0 0 1-6 5.700V44l-8-6H22a6 6 0 0 1-6-6v-1.500L17.500 30H28a10 10 0 0 0 10-10z" class="f-accent"/>',
  coaching:
    '<circle cx="24" cy="24" r="20" class="f-primary"/><path d="M33 15l-5.500 12.500L15 33l5.500-12.500z" class="f-accent"/><circle cx="24" cy="24" r="3" class="f-deep"/>',
  roleModel: `<path d="M24 2l4.500 9.200 10.100 1.500-7.300 7.100 1.700 10.100-9-4.800-9 4.800 1.700-10.100-7.300-7.100 10.100-1.500z" class="f-accent"/><path d="M8 46a16 12 0 0 1 32 0z" class="f-primary"/>`,
  shadowing: `<g fill-opacity="0.350">${person(32, 14, 'f-primary')}</g>${person(18, 14, 'f-primary')}<rect x="3" y="43" width="42" height="4" rx="2" class="f-accent"/>`,
  application:
    '<path d="M10 4h19l11 11v25a4 4 0 0 1-4 4H10a4 4 0 0 1-4-4V8a4 4 0 0 1 4-4z" class="f-primary"/><path d="M29 4l11 11H29z" class="f-accent"/><path d="M14 29l6 6 12-13" class="st-white" fill="none" stroke-width="3.500" stroke-linecap="round" stroke-linejoin="round"/>',
  adjustments:
    '<path d="M6 13h36M6 24h36M6 35h36" class="st-primary" stroke-width="4" stroke-linecap="round"/><circle cx="32" cy="13" r="6" class="f-accent"/><circle cx="15" cy="24" r="6" class="f-primary"/><circle cx="27" cy="35" r="6" class="f-accent"/>',
  barrier:
    '<rect x="3" y="30" width="18" height="14" rx="3" class="f-primary"/><rect x="27" y="30" width="18" height="14" rx="3" class="f-primary"/><path d="M24 3l11 13h-7v12h-8V16h-7z" class="f-accent"/>',
  inwork:
    '<rect x="4" y="14" width="40" height="28" rx="5" class="f-primary"/><path d="M17 14v-4a3 3 0 0 1 3-3h8a3 3 0 0 1 3 3v4" class="st-primary" fill="none" stroke-width="4"/><path d="M15 28l6.500 6.500L34 22" class="st-accent" fill="none" stroke-width="4.500" stroke-linecap="round" stroke-linejoin="round"/>',
  feedback:
    '<path d="M38 12a17 17 0 1 0 3.500 16" class="st-primary" fill="none" stroke-width="5" stroke-linecap="round"/><path d="M46 6v14H32z" class="f-accent"/><circle cx="24" cy="24" r="6" class="f-primary"/>',
  networks:
    '<path d="M24 12L11 34h26z" class="st-primary" fill="none" stroke-width="3.500" stroke-linejoin="round"/><circle cx="24" cy="11" r="8" class="f-accent"/><circle cx="11" cy="36" r="8" class="f-primary"/><circle cx="37" cy="36" r="8" class="f-primary"/>',
  training:
    '<path d="M24 8l22 10-22 10L2 18z" class="f-primary"/><path d="M11 25v9c0 4 6 7 13 7s13-3 13-7v-9l-13 6z" class="f-primary"/><path d="M43 20v13" class="st-accent" stroke-width="3.500" stroke-linecap="round"/><circle cx="43" cy="36" r="3.500" class="f-accent"/>',
}

/** A drawing for one kind of support, painted by the force's colours. It repeats the words beside it, so it is hidden from screen readers. */
export const picture = (kind: SupportKind): string =>
  `<svg class="pa-card__icon" width="48" height="48" viewBox="0 0 48 48" aria-hidden="true" focusable="false">${drawings[kind]}</svg>`
