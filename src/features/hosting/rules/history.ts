/** Events of a department, in plain words. */
export const historyWords: Record<string, string> = {
  'host.made': 'Made as a draft',
  'host.changed': 'Its page was changed',
  'host.published': 'Put into the catalogue',
  'host.retired': 'Taken out of the catalogue for good',
  'host.reopened': 'Made a draft again',
  'host.personAdded': 'Somebody began to host there',
  'host.personStopped': 'Somebody stopped hosting there',
  'host.dateOffered': 'A day was offered',
  'host.dateChanged': 'A day was changed',
  'host.dateWithdrawn': 'A day was withdrawn',
  'host.opennessAsked': 'Was asked whether it is open to hosting',
  'host.opennessReminded': 'Was reminded of the question',
  'host.opennessAnswered': 'Said whether it is open to hosting',
}
