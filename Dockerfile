# syntax=docker/dockerfile:1

# Build: a static program, without paths of this machine in it.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /out/candor ./cmd/candor \
 && mkdir /out/data /out/tmp

# Run: nothing but the program and the certificates that it needs to trust
# Slack. Time zones are inside the program.
FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/candor /candor
# A new volume takes over the owner of this folder.
COPY --from=build --chown=65532:65532 /out/data /data
# The sandbox keeps its data here until it ends.
COPY --from=build --chown=65532:65532 /out/tmp /tmp
USER 65532:65532
WORKDIR /data
VOLUME /data
ENTRYPOINT ["/candor"]
CMD ["serve", "--config", "/data/candor.yaml"]

# The sandbox, at http://localhost:8080 (docs/OPERATING.md says why localhost):
#   docker run --rm -p 127.0.0.1:8080:8080 candor sandbox --listen 0.0.0.0:8080
