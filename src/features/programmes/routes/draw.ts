import { createHash } from 'node:crypto'
import { NotFound } from '../../../core/errors.ts'
import { get, type Page } from '../../../core/http.ts'
import { drawTable } from '../documents.ts'
import { workshopParams, type WorkshopParams } from '../forms/places.ts'
import { findDraw } from '../queries/lottery.ts'
import { ticketHash } from '../rules/lottery.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

const find = async (actor: Parameters<typeof findDraw>[0], { workshopId }: WorkshopParams) => {
  const draw = await findDraw(actor, workshopId)
  if (!draw) throw new NotFound()
  const { seed, tickets, ...rest } = draw
  return { ...rest, seed, tickets: tickets.map((ticket, i) => ({ rank: i + 1, ticket, hash: ticketHash(seed ?? '', ticket, sha256) })) }
}

const showDraw: Page<'workshop.view', WorkshopParams> = async ({ actor, params }, res) => {
  res.render('programmes/draw', { draw: await find(actor, params), workshopId: params.workshopId })
}

const showTable: Page<'workshop.view', WorkshopParams> = async ({ actor, params }, res) => {
  const { seed, seedHash, tickets } = await find(actor, params)
  if (seed === null) throw new NotFound()
  res.attachment('draw.csv').type('text/csv; charset=utf-8').send(drawTable({ seed, seedHash, tickets }))
}

const one = { can: 'workshop.view', params: workshopParams } as const

export const drawRoutes = [get('/workshops/:workshopId/draw', one, showDraw), get('/workshops/:workshopId/draw.csv', one, showTable)]
