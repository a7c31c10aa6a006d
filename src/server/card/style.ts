/** What a lab card needs beside the report's style. */
export const CARD_STYLE = `
.balances th { white-space: nowrap; }
.lead-figure { font-size: 1.1rem; }
.finding { background: var(--card); border: 1px solid var(--rule); border-left: 5px solid var(--rule); border-radius: 4px; padding: .9rem 1.2rem; margin: 1rem 0; }
.finding.concerning { border-left-color: var(--loosens); }
.finding.reassuring { border-left-color: var(--tightens); }
.badge.concerning { color: var(--loosens); border-right: 0; }
.badge.reassuring { color: var(--tightens); }
.badge.mixed { color: var(--soft); border-style: dotted; }
.measures th { width: 34%; font-weight: 500; }
.detail { margin: .5rem 0; }
.detail table { font-size: .8rem; }
ul { padding-left: 1.2rem; max-width: 46rem; }
li { margin: .25rem 0; }
@media (max-width: 42rem) { .balances, .balances tbody, .balances tr, .balances td, .balances th { display: block; width: auto; } .balances thead { display: none; } .balances td, .balances tbody th { border: 0; padding: .1rem 0; } .balances tr { padding: .5rem 0; border-bottom: 1px solid var(--rule); } }
@media print { .finding { break-inside: avoid; } .detail:not([open]) { display: none; } .eval { break-before: auto; } }
`;
