import { doorRoutes } from '../../../core/door.ts'
import { readConcernLink } from '../../../core/links.ts'
import { openOutside } from '../commands/outside.ts'
import { isLive } from '../queries/outside.ts'
import { happenings } from '../rules/concerns.ts'

export const outsideRoutes = doorRoutes({
  path: '/concerns/:link',
  title: 'Open what was reported',
  text: 'What you open was told in confidence.',
  view: 'concerns/outside',
  leads: async (link) => {
    const id = readConcernLink(link)
    return id !== undefined && (await isLive(id))
  },
  open: async (link) => {
    const id = readConcernLink(link)
    const opened = id === undefined ? undefined : await openOutside(id)
    return opened && { ...opened, happenings }
  },
})
