package widget

// marks are the marked rows. Marks of rows that are gone are kept by their IDs,
// and come back with them.
type marks struct {
	rows  bitset
	count int // marked rows that are in the data
	away  map[string]struct{}
}

func (m *marks) has(row int) bool { return m.rows.has(row) }

// set marks a row, of n in all, or takes its mark away.
func (m *marks) set(row, n int, on bool) {
	if on == m.has(row) {
		return
	}
	if len(m.rows)*64 < n {
		m.rows = m.rows.grown(n)
	}
	if on {
		m.rows.set(row)
		m.count++
	} else {
		m.rows.clear(row)
		m.count--
	}
}

func (m *marks) clear() { *m = marks{} }

// move takes the marks along to other data.
func (m *marks) move(from, to Rows) {
	if m.count == 0 && len(m.away) == 0 || extends(to, from) && len(m.away) == 0 {
		return
	}
	ids := make(map[string]struct{}, m.count+len(m.away))
	for id := range m.away {
		ids[id] = struct{}{}
	}
	for row := range from.Len() {
		if m.has(row) {
			ids[from.ID(row)] = struct{}{}
		}
	}
	*m = marks{away: ids}
	for row := range to.Len() {
		if id := to.ID(row); len(ids) > 0 {
			if _, ok := ids[id]; ok {
				m.set(row, to.Len(), true)
				delete(ids, id)
			}
		}
	}
}
