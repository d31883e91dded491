/** Why two records may be one person, as the team reads it. */
export const whyWords: Record<string, string> = {
  sameEmail: 'the same e-mail address',
  samePhone: 'the same phone number and a name like it',
  likeName: 'a name like it, and an area or a route in common',
  claimed: 'they told us so: both were reached from one mailbox',
}
