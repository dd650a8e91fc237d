// Package work is the steps that use cases are made of. A [Unit] is one incident in
// one transaction at one instant; its methods change the incident, queue what
// must leave and write the timeline. The [Firm] is for whom that is done: people,
// clients, playbooks and words, as the config says.
//
// Nothing here asks who may: that is the use case's, in incident/service.
package work
