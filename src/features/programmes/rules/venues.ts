export const answers = ['yes', 'no', 'unknown'] as const
export type Answer = (typeof answers)[number]
export const answerNames: Record<Answer, string> = { yes: 'Yes', no: 'No', unknown: 'Not known' }

export type VenueWords = {
  name: string
  address: string
  area: string
  stepFree: string
  hearingLoop: string
  quietRoom: string
  parking: string
  travel: string
  access: string
}

const said: Record<'stepFree' | 'hearingLoop' | 'quietRoom', Partial<Record<string, string>>> = {
  stepFree: { yes: 'Step-free from the street to the room.', no: 'There are steps on the way in.' },
  hearingLoop: { yes: 'There is a hearing loop.', no: 'There is no hearing loop.' },
  quietRoom: { yes: 'There is a quiet room.', no: 'There is no quiet room.' },
}
const ending = (words: string): string => (words === '' || /[.!?]$/.test(words) ? words : `${words}.`)
const together = (parts: (string | undefined)[]): string => parts.filter((part) => part !== undefined && part !== '').join(' ')

/** What is known of getting in and feeling well there, in words; what nobody has looked at is left out. */
export const accessOf = (venue: VenueWords): string =>
  together([said.stepFree[venue.stepFree], said.hearingLoop[venue.hearingLoop], said.quietRoom[venue.quietRoom], ending(venue.access)])

export const travelOf = ({ travel, parking }: VenueWords): string =>
  together([ending(travel), parking === '' ? undefined : `Parking: ${ending(parking)}`])

/** The place of a workshop at a venue of the list. */
export const placeOf = ({ name, address, area }: VenueWords) => ({ venue: name, address, area })

/**
 * The words of a venue that a workshop keeps when it is published, before what was typed for this workshop alone: a change of
 * the venue later changes no workshop that people know of.
 */
export const keptWords = (venue: VenueWords, typed: { accessInfo: string; travelInfo: string }) => ({
  ...placeOf(venue),
  accessInfo: together([accessOf(venue), typed.accessInfo]),
  travelInfo: together([travelOf(venue), typed.travelInfo]),
})
