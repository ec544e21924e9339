/** Two agents for the scenes: whoever is signed in takes part. */
export const PEOPLE = ['asha', 'ben'].map((sub) => ({
  sub,
  name: sub.charAt(0).toUpperCase() + sub.slice(1),
  email: `${sub}@switchboard.example`,
  team: 'Care',
  skills: [],
  groups: ['agent'],
}));
