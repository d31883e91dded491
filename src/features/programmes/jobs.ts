import { z } from 'zod'
import type { Job } from '../../core/jobs.ts'
import { expireOffers, remindPlaces, sweepLines } from './commands/places.ts'
import { askAfterwards } from './commands/ratings.ts'

/** Every minute, as offers end on whole minutes: nothing is lost by a restart, and a second run finds nothing to do. */
export const expireOffersJob: Job<object> = {
  name: 'places.expireOffers',
  payload: z.object({}),
  every: '* * * * *',
  perform: expireOffers,
}

/** Every ten minutes between 08:00 and 21:00; a reminder that fell due while nothing ran is asked for at the next run. */
export const remindPlacesJob: Job<object> = {
  name: 'places.remind',
  payload: z.object({}),
  every: '*/10 * * * *',
  perform: remindPlaces,
}

/** Every minute: lotteries are drawn within the minute after asking closes, once, whatever restarts. */
export const sweepLinesJob: Job<object> = {
  name: 'places.sweepLines',
  payload: z.object({}),
  every: '* * * * *',
  perform: sweepLines,
}

/** Every hour: asks once how it feels after the last workshop. What fell due while nothing ran is asked at the next run. */
export const askAfterwardsJob: Job<object> = {
  name: 'cohorts.askAfterwards',
  payload: z.object({}),
  every: '5 * * * *',
  perform: askAfterwards,
}
