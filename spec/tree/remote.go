package tree

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// fetchTimeout bounds one remote file, from dialling to the last byte.
const fetchTimeout = 30 * time.Second

// fetcher returns what reads a URL when remote references are allowed: GET, at most five redirects that stay on http or https, one
// byte more than max so that the caller sees the limit was passed.
func fetcher(max int64) func(context.Context, string) ([]byte, error) {
	client := &http.Client{
		Timeout: fetchTimeout,
		CheckRedirect: func(req *http.Request, via []*http.Request) error {
			if len(via) > 5 {
				return errors.New("more than five redirects")
			}
			if s := req.URL.Scheme; s != "http" && s != "https" {
				return fmt.Errorf("redirected to scheme %s", s)
			}
			return nil
		},
	}
	return func(ctx context.Context, url string) ([]byte, error) {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			return nil, err
		}
		req.Header.Set("Accept", "application/yaml, application/json;q=0.9, */*;q=0.5")
		req.Header.Set("User-Agent", "plumbline")
		res, err := client.Do(req)
		if err != nil {
			return nil, err
		}
		defer res.Body.Close()
		if res.StatusCode != http.StatusOK {
			return nil, fmt.Errorf("the server answered %s", res.Status)
		}
		return io.ReadAll(io.LimitReader(res.Body, max+1))
	}
}
