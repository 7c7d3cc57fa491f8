package store

import (
	"reflect"
	"testing"
	"time"
)

// clocked is a store whose clock the test sets.
func clocked(t *testing.T) (*Store, *time.Time) {
	t.Helper()
	now := noon()
	s, _, err := Open(t.Context(), place(t), Options{Now: func() time.Time { return now }})
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	return s, &now
}

func TestMonthAddsUp(t *testing.T) {
	s, now := clocked(t)
	spend := func(at time.Time, endpoint, who string) int64 {
		t.Helper()
		id, err := s.Spend(t.Context(), Call{Account: "acc", Endpoint: endpoint, Indicator: "192.0.2.1", Who: who, At: at})
		must(t, err)
		return id
	}
	first, last := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 3, 31, 23, 59, 59, 999999999, time.UTC)
	spend(first.Add(-1), "ip", "ann") // February
	spend(last.Add(1), "ip", "ann")   // April
	spend(first, "ip", "ann")         // both ends belong to March
	spend(last, "whois", "ann")
	id := spend(time.Time{}, "ip", "bob") // now
	must(t, s.Settle(t.Context(), id, 200))
	unsent := spend(*now, "ip", "bob")
	must(t, s.Withdraw(t.Context(), unsent))

	m, err := s.Month(t.Context(), "acc", time.Date(2026, 4, 1, 1, 0, 0, 0, time.FixedZone("", 2*3600))) // still March in UTC
	must(t, err)
	if m.Calls != 3 || m.Used != 3 || m.Corrected != nil || m.SpentOut || !m.From.Equal(first) || !m.To.Equal(last.Add(1)) {
		t.Errorf("%+v", m)
	}
	if want := []Count{{"ip", 2, 0}, {"whois", 1, 0}}; !reflect.DeepEqual(m.ByEndpoint, want) {
		t.Errorf("by endpoint %v", m.ByEndpoint)
	}
	if want := []Count{{"ann", 2, 0}, {"bob", 1, 0}}; !reflect.DeepEqual(m.ByUser, want) {
		t.Errorf("by user %v", m.ByUser)
	}
	days := map[int]int{1: 1, 14: 1, 31: 1}
	if len(m.ByDay) != 31 {
		t.Errorf("%d days", len(m.ByDay))
	}
	for _, d := range m.ByDay {
		if d.Calls != days[d.Date.Day()] {
			t.Errorf("%s: %d calls", d.Date, d.Calls)
		}
	}
	if err := s.Withdraw(t.Context(), id); class(t, err) != Refused {
		t.Error("a call with a status was taken back:", err)
	}
	if err := s.Settle(t.Context(), unsent, 200); class(t, err) != Refused {
		t.Error("settled what was taken back:", err)
	}
}

func TestCorrectionsAndTheSpentQuota(t *testing.T) {
	s, now := clocked(t)
	month := func() Month {
		t.Helper()
		m, err := s.Month(t.Context(), "acc", *now)
		must(t, err)
		return m
	}
	spend := func() {
		t.Helper()
		_, err := s.Spend(t.Context(), Call{Account: "acc", Endpoint: "ip", Who: "ann"})
		must(t, err)
	}
	spend()
	spend()
	must(t, s.Correct(t.Context(), "acc", 37, "bob"))
	m := month()
	if m.Used != 37 || m.Calls != 2 || m.Corrected == nil || *m.Corrected != (Correction{At: noon(), Who: "bob", Total: 37}) {
		t.Errorf("after the correction: %+v %+v", m, m.Corrected)
	}
	spend() // at the same moment by the clock
	*now = now.Add(-time.Hour)
	spend() // and after the clock was set back
	if m = month(); m.Used != 39 || m.Calls != 4 || m.Corrected.Since != 2 {
		t.Errorf("two calls later: %+v %+v", m, m.Corrected)
	}
	must(t, s.SpendOut(t.Context(), "acc"))
	if m = month(); !m.SpentOut || m.Used != 39 {
		t.Errorf("spent: %+v", m)
	}
	must(t, s.Correct(t.Context(), "acc", 0, "bob"))
	if m = month(); m.SpentOut || m.Used != 0 {
		t.Errorf("corrected after spent: %+v", m)
	}
	must(t, s.SpendOut(t.Context(), "acc"))
	*now = time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	if m = month(); m.SpentOut || m.Used != 0 || m.Corrected != nil || len(m.ByDay) != 30 {
		t.Errorf("the next month: %+v", m)
	}
	if err := s.Correct(t.Context(), "acc", -1, "bob"); class(t, err) != Refused {
		t.Error(err)
	}
}

// A call about several names says how many, since no single one stands for them.
func TestCallsAboutSeveralNames(t *testing.T) {
	s, _ := opened(t, place(t))
	for _, c := range []Call{
		{Endpoint: "bulk", Names: 100, Who: "ann"}, {Endpoint: "bulk", Names: 12, Who: "bob"}, {Endpoint: "domain", Indicator: "example.com", Who: "ann"},
	} {
		c.Account = "acc"
		_, err := s.Spend(t.Context(), c)
		must(t, err)
	}
	m, err := s.Month(t.Context(), "acc", noon())
	must(t, err)
	if want := []Count{{"bulk", 2, 112}, {"domain", 1, 0}}; !reflect.DeepEqual(m.ByEndpoint, want) {
		t.Errorf("by endpoint %v, want %v", m.ByEndpoint, want)
	}
	if want := []Count{{"ann", 2, 0}, {"bob", 1, 0}}; !reflect.DeepEqual(m.ByUser, want) {
		t.Errorf("by user %v, want %v", m.ByUser, want)
	}
}
