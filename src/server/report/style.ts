/** The report's style sheet: light and dark (contrast at least 4.5), phone, print. System fonts only. */
export const STYLE = `
:root {
  --paper: #fbfaf6; --card: #ffffff; --ink: #1d1c1a; --soft: #5a5750; --rule: #d8d4c9; --wash: #f1eee6;
  --loosens: #ad4400; --tightens: #00609a; --verified: #00684a; --gone: #e7e3da; --came: #fdeeb3;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15161a; --card: #1c1e23; --ink: #e9e7e1; --soft: #aaa69c; --rule: #3a3c44; --wash: #24262c;
    --loosens: #ff9b62; --tightens: #74bdf0; --verified: #53cda2; --gone: #3b3a3a; --came: #4d4213;
  }
}
* { box-sizing: border-box; }
html { font: 17px/1.55 Charter, "Bitstream Charter", "Iowan Old Style", Georgia, serif; color: var(--ink); background: var(--paper); }
body { margin: 0 auto; max-width: 62rem; padding: 2.5rem 1.5rem 4rem; overflow-wrap: break-word; }
h1, h2, h3, h4 { line-height: 1.2; text-wrap: balance; }
h1 { font-size: 2.3rem; margin: .2rem 0 .4rem; letter-spacing: -.01em; }
h2 { font-size: 1.45rem; margin: 3.2rem 0 .8rem; padding-top: .9rem; border-top: 2px solid var(--ink); }
h3 { font-size: 1.2rem; margin: 0; }
p, dl, blockquote { max-width: 44rem; }
p { margin: .6rem 0; }
a { color: inherit; }
table, nav, .brand, .sub, .where, .facts, .small, .badge, h4, dt, caption, .lane, summary, .coverage, footer {
  font-family: system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif; font-variant-numeric: tabular-nums;
}
code, pre { font: .82em/1.5 ui-monospace, "SF Mono", Menlo, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
pre { background: var(--wash); padding: .7rem .9rem; border-radius: 4px; white-space: pre-wrap; margin: .5rem 0; }
.small, .sub, .where, .facts, footer { font-size: .84rem; color: var(--soft); }
.brand { font-size: .8rem; letter-spacing: .06em; text-transform: uppercase; color: var(--soft); margin: 0; }
.sub { font-size: .95rem; margin-top: 0; max-width: none; }
.lead { font-size: 1.25rem; line-height: 1.45; }
.notice { border: 1px solid var(--rule); background: var(--wash); padding: .6rem .9rem; border-radius: 4px; font-size: .95rem; }
nav { display: flex; flex-wrap: wrap; gap: .3rem 1.1rem; font-size: .88rem; margin-top: 1rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

table { border-collapse: collapse; font-size: .88rem; width: 100%; }
caption { text-align: left; color: var(--soft); font-size: .84rem; padding-bottom: .35rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--rule); }
thead th { color: var(--soft); font-weight: 600; vertical-align: bottom; }
tbody th { font-weight: 600; }

.square { width: auto; margin: 1.2rem 0 .6rem; }
.square th, .square td { padding: .55rem 1.1rem .55rem .6rem; vertical-align: baseline; }
.square td.main { font-size: 2.1rem; line-height: 1.1; font-weight: 650; }
.square td.beside { font-size: 1.05rem; color: var(--soft); }
.square tr.loosens th, .square tr.loosens td.main { color: var(--loosens); }
.square tr.tightens th, .square tr.tightens td.main { color: var(--tightens); }
.labs { margin-top: 1.6rem; }
.labs td, .labs thead th:not([rowspan]) { text-align: right; }
.labs thead th[colspan] { text-align: center; }

.mark, .badge { display: inline-block; border: 2px solid currentColor; }
.mark { width: .72em; height: .72em; margin-right: .45em; vertical-align: baseline; }
.mark.loosens, .badge.loosens { color: var(--loosens); border-right: 0; }
.mark.tightens, .badge.tightens { color: var(--tightens); }
.badge { font-size: .78rem; font-weight: 650; line-height: 1.2; padding: .08rem .4rem; white-space: nowrap; }
.badge.neutral { color: var(--soft); border-style: dotted; }

.lanes { margin: 1rem 0 .4rem; }
.lane { display: grid; grid-template-columns: minmax(7rem, 14rem) 1fr; gap: .8rem; align-items: center; font-size: .86rem; line-height: 1.2; }
.lane svg { width: 100%; display: block; }
.lane svg svg { width: auto; }
.lane .grid { stroke: var(--rule); }
.lane path { stroke-width: 2.2; fill: none; }
.lane path.loosens { stroke: var(--loosens); }
.lane path.tightens { stroke: var(--tightens); fill: var(--paper); }
.lane text { fill: var(--soft); font-size: 12px; }

.change { background: var(--card); border: 1px solid var(--rule); border-left: 5px solid var(--rule); border-radius: 4px; padding: 1rem 1.2rem 1.1rem; margin: 1.1rem 0; }
.change.loosens { border-left-color: var(--loosens); }
.change.tightens { border-left-color: var(--tightens); }
.change .where { margin: 0 0 .15rem; color: var(--ink); }
.facts { max-width: none; margin: .4rem 0 .9rem; }
.facts strong { color: var(--ink); }
.texts { display: grid; grid-template-columns: 1fr 1fr; gap: 1.4rem; }
.texts > div { min-width: 0; }
h4, dt { font-size: .76rem; font-weight: 650; letter-spacing: .05em; text-transform: uppercase; color: var(--soft); margin: 0 0 .3rem; }
.path { font-variant-caps: small-caps; letter-spacing: .02em; font-size: .92rem; line-height: 1.35; color: var(--soft); margin: 0 0 .25rem; }
blockquote { margin: 0; padding-left: .8rem; border-left: 2px solid var(--rule); }
.absent { color: var(--soft); font-style: italic; margin: 0; }
del { background: var(--gone); text-decoration: line-through; text-decoration-thickness: 1.5px; }
ins { background: var(--came); text-decoration: underline; text-decoration-thickness: 1.5px; text-underline-offset: 2px; }
del, ins { padding: 0 .1em; box-decoration-break: clone; -webkit-box-decoration-break: clone; }
.beside-texts { display: grid; grid-template-columns: 1fr 1fr; gap: .8rem 1.4rem; max-width: none; margin: 1rem 0 .6rem; font-size: .92rem; }
dd { margin: 0; }
.coverage { display: inline-flex; align-items: center; gap: .4rem; font-size: .8rem; color: var(--soft); white-space: nowrap; }
.coverage .track { fill: var(--rule); }
.coverage .fill { fill: var(--soft); }
summary { cursor: pointer; font-size: .86rem; }
.proof { border-top: 1px solid var(--rule); padding-top: .55rem; margin-top: .8rem; }
.proof > summary { color: var(--verified); }
.receipt { margin: .8rem 0; font-size: .82rem; }
.receipt th { width: 13rem; font-weight: 500; color: var(--soft); }
.receipt td { overflow-wrap: anywhere; }

.scroll { overflow-x: auto; }
.interval { display: block; max-width: 100%; }
.interval .axis { stroke: var(--soft); stroke-width: 1; }
.interval .unknown { stroke-dasharray: 2 5; }
.interval .range { fill: var(--soft); opacity: .38; }
.interval .mean { stroke: var(--ink); stroke-width: 2.5; }
.matrix td { min-width: 7.6rem; }
.matrix .small { font-size: .74rem; }

.document { margin: 0 0 1.4rem; }
.document > summary { font-size: 1rem; padding: .3rem 0; }
.document > summary h3 { display: inline; font-size: 1.05rem; margin-right: .6rem; }
.changes td:nth-child(1), .changes td:nth-child(6) { white-space: nowrap; }
.changes td:nth-child(3) { width: 48%; font-family: Charter, "Bitstream Charter", Georgia, serif; font-size: .95rem; }
.noise td:last-child, .noise th:last-child { text-align: right; }
.glossary div { display: grid; grid-template-columns: 9rem 1fr; gap: .6rem; margin: .35rem 0; }
.glossary dt { padding-top: .3rem; }
footer { border-top: 1px solid var(--rule); margin-top: 3rem; padding-top: .6rem; }

@media (max-width: 42rem) {
  body { padding: 1.4rem 1rem 3rem; }
  h1 { font-size: 1.7rem; }
  .lead { font-size: 1.1rem; }
  .texts, .beside-texts { grid-template-columns: minmax(0, 1fr); gap: .9rem; }
  .square { font-size: .74rem; width: 100%; }
  .square th, .square td { padding: .45rem .2rem .45rem 0; }
  .square td.main { font-size: 1.5rem; }
  .lane { grid-template-columns: 6.2rem 1fr; font-size: .78rem; gap: .5rem; }
  .receipt tr, .receipt th, .receipt td { display: block; width: auto; }
  .receipt th { border: 0; padding-bottom: 0; }
  .receipt td { padding-top: 0; }
  .cards thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .cards, .cards tbody, .cards tr, .cards td, .cards th { display: block; width: auto; }
  .cards tr { border: 1px solid var(--rule); border-radius: 4px; margin: .6rem 0; padding: .4rem .7rem; background: var(--card); }
  .cards td, .cards tbody th { border: 0; padding: .15rem 0; }
  .cards.changes td:nth-child(3) { width: auto; }
  .cards td::before { content: attr(data-label) ": "; color: var(--soft); font-family: system-ui, sans-serif; font-size: .8rem; }
  .labs td { text-align: left; }
  .glossary div { grid-template-columns: 1fr; gap: 0; }
}
@media print {
  :root { --paper: #fff; --card: #fff; }
  html { font-size: 10.5pt; }
  body { max-width: none; padding: 0; }
  nav { display: none; }
  .change, tr { break-inside: avoid; }
  h2, h3, summary { break-after: avoid; }
  details.document::details-content { content-visibility: visible; block-size: auto; }
  .proof:not([open]) { display: none; }
  table { font-size: 9pt; }
  h1 { font-size: 22pt; }
  h2 { margin-top: 1.6rem; }
}
@page { margin: 18mm 16mm; }
`;
