/* Open and recent incidents, open ones first, then the latest. What is unfolded stays so while others change. */
(() => {
  'use strict';

  const {element, span, utc} = Lookback;

  class IncidentList {
    /**
     * @param section hidden while there is no incident
     * @param choose is told the series that the user chose
     */
    constructor(section, choose) {
      this.section = section;
      this.title = section.querySelector('h3');
      this.box = section.querySelector('div');
      this.choose = choose;
      this.unfolded = new Set();
      this.box.addEventListener('click', (event) => {
        const member = event.target.closest('button');
        if (member) this.choose(member.series);
      });
    }

    update({incidents}) {
      const open = incidents.filter((incident) => incident.open).length;
      this.section.hidden = incidents.length === 0;
      this.title.textContent = `Incidents · ${open ? `${open} open` : 'none open'}`;
      const known = new Set(incidents.map((incident) => incident.id));
      this.unfolded = new Set([...this.unfolded].filter((id) => known.has(id)));
      const sorted = [...incidents].sort((a, b) => b.open - a.open || b.begin - a.begin);
      this.box.replaceChildren(...sorted.map((incident) => this.entry(incident)));
    }

    entry(incident) {
      const entry = element('details', incident.open ? 'open' : '');
      entry.open = this.unfolded.has(incident.id);
      entry.addEventListener('toggle', () => {
        if (entry.open) this.unfolded.add(incident.id);
        else this.unfolded.delete(incident.id);
      });
      const head = entry.appendChild(element('summary'));
      head.append(element('span', 'what', incident.title));
      const lasted = incident.open ? 'open' : span(Math.max(1000, incident.end - incident.begin));
      head.append(element('span', incident.open ? 'loud' : 'quiet', lasted));
      entry.append(element('p', 'quiet', `${utc(incident.begin)} · severity ${incident.severity.toFixed(2)}`));
      entry.append(element('p', '', incident.text));
      const members = entry.appendChild(element('div', 'members'));
      for (const member of incident.members) {
        const button = element('button', member.open ? 'open' : '', member.series);
        button.type = 'button';
        button.title = `${member.series}, since ${utc(member.begin)}`;
        button.series = member.series;
        members.append(button);
      }
      const more = incident.size - new Set(incident.members.map((member) => member.series)).size;
      if (more > 0) members.append(element('span', 'quiet', `and ${more.toLocaleString('en')} more`));
      return entry;
    }
  }

  Lookback.IncidentList = IncidentList;
})();
