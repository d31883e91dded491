/** Where the pages of one's own networks are, in the role that one acts in. They are the same pages. */
export const baseOf = ({ role }: { role: 'candidate' | 'supporter' }): string =>
  role === 'candidate' ? '/my/networks' : '/supporting/networks'
