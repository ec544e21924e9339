import { bannerOf } from './banner.ts';
import { Choices, Sign } from './Choices.tsx';
import { ConfirmEnd, Superseded } from './cards.tsx';
import { Ended } from './Ended.tsx';
import css from './handoff.css?inline';
import { LeaveMessage } from './LeaveMessage.tsx';

/** What a chat needs once it has begun, in one chunk with its style sheet. */
export const parts = { css, bannerOf, Sign, Choices, ConfirmEnd, Ended, LeaveMessage, Superseded };
