//go:build soak && unix

package main

import (
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/semaphore"

	"quarry/api/cfsim"
	"quarry/ui/termtest"
)

// Every endpoint by itself under every fault, in a process of its own.
func TestSoakEveryEndpointByItself(t *testing.T) {
	expect, codes := outcomes(), documented(t)
	termtest.Build(t)
	places := semaphore.NewWeighted(16)
	var tried, most atomic.Int64
	var all sync.WaitGroup
	for _, f := range cfsim.Faults() {
		for subject, endpoints := range subjects() {
			if f.Pages {
				endpoints = lists(endpoints)
			}
			for _, endpoint := range endpoints {
				all.Go(func() {
					if err := places.Acquire(t.Context(), 1); err != nil {
						return
					}
					defer places.Release(1)
					got := meet(t, f, subject, []string{endpoint}, expect[f.Name], codes)
					tried.Add(1)
					raise(&most, got.memory)
				})
			}
		}
	}
	all.Wait()
	t.Logf("%d combinations of fault and endpoint; the largest process held %d MB", tried.Load(), most.Load()>>20)
}

// Every fault that has a name, in one workbench at two sizes.
func TestSoakEveryFaultInTheWorkbench(t *testing.T) {
	sizes(t, func(t *testing.T, cols, rows int) {
		a, server := faced(t, "3s")
		a.Resize(cols, rows)
		var names []string
		for _, f := range cfsim.Faults() {
			// After these the ledger and the gate hold the rest back.
			if f.Domain != "" && f.Name != "quota" && f.Name != "rate-long" {
				names = append(names, f.Name)
			}
		}
		a.meets(server, faultsNamed(t, append(names, "rate-long")...))
		a.leaves()
	})
}

func TestSoakLargeAnswersOnAPath(t *testing.T) { largeOnAPath(t, 20) }

func TestSoakListsThatLie(t *testing.T) {
	a, _ := faced(t, "30s")
	a.loads(slices.Sorted(maps.Keys(lies()))...)
	a.leaves()
}

func TestSoakReports(t *testing.T) {
	a, server := faced(t, "2s")
	for fault, says := range map[string]string{
		"reset": "it may have arrived all the same", "drop": "it may have arrived all the same", "never": "it may have arrived all the same",
		"server": "it may have arrived all the same", "halved": "it may have arrived all the same", "huge": "it may have arrived all the same",
		"redirect-host": "for a new form", "false": "report it as a defect", "forbidden": "Account › Intel › Edit",
	} {
		a.reports(server, fault, says)
	}
	a.leaves()
}
